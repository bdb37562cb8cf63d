import type { CommandContext } from '../context.ts'
import { exitCodes } from '../exit-codes.ts'

/** `expensa serve`: the backend in the foreground, until Ctrl-C or SIGTERM. Its log goes to stdout. */
export async function runServe({ servers }: CommandContext): Promise<number> {
  await servers.serve()
  return exitCodes.ok.code
}
