import type { CommandContext } from '../context.ts'
import { exitCodes } from '../exit-codes.ts'

/** `expensa worker`: reads the receipts that wait, and ends when there are none. */
export async function runWorker(context: CommandContext): Promise<number> {
  await context.readWaiting()
  return exitCodes.ok.code
}
