import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CommanderError } from 'commander'
import { type ExpensaError, toExpensaError } from '../core/errors.ts'
import { packageRoot } from '../local/package-root.ts'
import { exitCodeOf, exitCodes } from './exit-codes.ts'
import type { OpenedContext } from './open-context.ts'
import { messageText } from './output/text.ts'
import { createProgram } from './program.ts'

/** Where the CLI meets the process: arguments, environment, signals, errors, exit code. */

const interruption = new AbortController()
let opened: OpenedContext | undefined
let debug = false

process.on('SIGINT', () => interrupt())
process.on('SIGTERM', () => interrupt())
process.on('SIGHUP', () => interrupt())
// Whoever reads our output may stop early (`| head`); that is no failure, and the work comes to its end.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

function interrupt(): void {
  if (interruption.signal.aborted) process.exit(exitCodes.interrupted.code)
  interruption.abort()
}

try {
  const program = createProgram({
    version: JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')).version,
    context: async (global) => {
      debug = global.debug === true
      const { openContext } = await import('./open-context.ts')
      opened = openContext(global, process.env, interruption.signal)
      return opened.context
    },
    exit: (code) => {
      process.exitCode = code
    },
  })
  await program.parseAsync()
} catch (error) {
  process.exitCode = reportError(error)
} finally {
  await opened?.close((error) => {
    process.exitCode ||= reportError(error)
  })
}

/** What happened, why, and what to do next; the stack only with --debug. */
function reportError(thrown: unknown): number {
  // Commander has printed its own message, or the help that was asked for.
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : exitCodes.usage.code
  const error: ExpensaError = toExpensaError(thrown)
  const columns = process.stderr.isTTY ? process.stderr.columns : null
  process.stderr.write(`${messageText(`expensa: ${error.message}`, columns)}\n`)
  if (error.hint) process.stderr.write(`${messageText(error.hint, columns)}\n`)
  if (debug)
    process.stderr.write(`${error.stack}\n${error.cause instanceof Error ? error.cause.stack : ''}\n`)
  else if (error.code === 'internal')
    process.stderr.write('Run the command again with --debug for details.\n')
  return exitCodeOf(error.code)
}
