import type { CommandContext } from '../context.ts'
import { exitCodes } from '../exit-codes.ts'

/**
 * `expensa worker`: with a bucket in the settings, reads what a team uploads until it is stopped; else reads
 * what waits on this machine, and ends when there is nothing.
 */
export async function runWorker(context: CommandContext): Promise<number> {
  if (context.config.s3Bucket === undefined) await context.readWaiting()
  else await context.servers.work()
  return exitCodes.ok.code
}
