import { once } from 'node:events'
import { startBackend } from '../../backend/start-backend.ts'
import { createLog } from '../../wiring/log.ts'
import type { CommandContext } from '../context.ts'
import { exitCodes } from '../exit-codes.ts'

/** `expensa serve`: the backend in the foreground, until Ctrl-C or SIGTERM. Its log goes to stdout. */
export async function runServe({ config, signal, stdout }: CommandContext): Promise<number> {
  const backend = await startBackend(config, createLog(stdout.write, { process: 'backend' }))
  if (!signal.aborted) await once(signal, 'abort')
  await backend.close()
  return exitCodes.ok.code
}
