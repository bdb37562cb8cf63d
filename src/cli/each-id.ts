import { toExpensaError } from '../core/errors.ts'
import type { CommandContext } from './context.ts'
import { exitCodeOf, exitCodes } from './exit-codes.ts'
import { messageText } from './output/text.ts'

/** How stdout tells what was done: a line for each as soon as it is done, or one document for all. */
export interface Report<T> {
  json: boolean | undefined
  document: (done: T[]) => string
  line: (done: T) => string
}

/**
 * Does the same to each of several ids. What fails is told on stderr and the others go on; a single id that
 * fails is the command's own failure, thrown.
 */
export async function forEachId<T>(
  context: CommandContext,
  ids: readonly string[],
  work: (id: string) => Promise<T>,
  { json, document, line }: Report<T>,
): Promise<{ done: T[]; exitCode: number }> {
  const result = await workThrough(context, ids, async (id) => {
    const done = await work(id)
    if (!json) context.stdout.write(`${line(done)}\n`)
    return done
  })
  if (json) context.stdout.write(document(result.done))
  return result
}

async function workThrough<T>(
  { stderr, signal }: CommandContext,
  ids: readonly string[],
  work: (id: string) => Promise<T>,
): Promise<{ done: T[]; exitCode: number }> {
  const done: T[] = []
  let failures = 0
  let lastCode: number = exitCodes.ok.code
  for (const id of ids) {
    if (signal.aborted) return { done, exitCode: exitCodes.interrupted.code }
    try {
      done.push(await work(id))
    } catch (thrown) {
      if (ids.length === 1) throw thrown
      const error = toExpensaError(thrown)
      failures++
      lastCode = exitCodeOf(error.code)
      stderr.write(`${messageText(`expensa: ${id}: ${error.message}`, stderr.columns)}\n`)
      if (error.hint) stderr.write(`${messageText(error.hint, stderr.columns)}\n`)
    }
  }
  if (failures === 0) return { done, exitCode: exitCodes.ok.code }
  return { done, exitCode: done.length > 0 ? exitCodes.partial.code : lastCode }
}
