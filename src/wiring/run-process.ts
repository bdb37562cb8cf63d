import { toExpensaError } from '../core/errors.ts'
import { createLog, type Log } from './log.ts'
import { runUntil } from './run-until.ts'

/**
 * A process that serves until SIGTERM or SIGINT and then ends in good order; a second signal ends it at once.
 * Logs go to stdout; what stops the start is logged and exits with 1.
 */
export async function runProcess(
  name: string,
  start: (log: Log) => Promise<{ close(): Promise<void> }>,
): Promise<void> {
  const log = createLog((line) => process.stdout.write(line), { process: name })
  const ending = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (ending.signal.aborted) process.exit(1)
      log('info', 'stopping', { signal })
      ending.abort()
    })
  }
  try {
    await runUntil(ending.signal, () => start(log))
    log('info', 'stopped')
  } catch (thrown) {
    const { code, message, hint } = toExpensaError(thrown)
    log('error', message, { code, hint })
    process.exitCode = 1
  }
}
