import { toExpensaError } from '../core/errors.ts'
import { createLog, type Log } from './log.ts'

/**
 * Runs a process that serves until it is told to end (SIGTERM or SIGINT), then lets it finish what it began.
 * A second signal ends it at once. Logs go to stdout; what stops the start is logged and exits with 1.
 */
export async function runUntilSignal(
  name: string,
  start: (log: Log) => Promise<{ close(): Promise<void> }>,
): Promise<void> {
  const log = createLog((line) => process.stdout.write(line), { process: name })
  const signalled = new Promise<NodeJS.Signals>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => {
        resolve(signal)
        process.once(signal, () => process.exit(1))
      })
    }
  })
  try {
    const running = await start(log)
    log('info', 'stopping', { signal: await signalled })
    await running.close()
    log('info', 'stopped')
  } catch (thrown) {
    const { code, message, hint } = toExpensaError(thrown)
    log('error', message, { code, hint })
    process.exitCode = 1
  }
}
