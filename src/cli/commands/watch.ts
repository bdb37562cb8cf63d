import { stat } from 'node:fs/promises'
import { ExpensaError, errorCodes, toExpensaError } from '../../core/errors.ts'
import { shortId } from '../../core/ids.ts'
import { formatMoney } from '../../core/money.ts'
import type { BatchSource } from '../../core/reading-state.ts'
import { type Cleared, type Clearing, clearOriginal } from '../clear-original.ts'
import type { CommandContext } from '../context.ts'
import { exitCodes } from '../exit-codes.ts'
import { refuseOwnFiles } from '../find-files.ts'
import { createFiling, type Filing } from '../folder-defaults.ts'
import { toJsonLine } from '../output/json.ts'
import { plain } from '../output/text.ts'
import { uploadFiles } from '../upload-files.ts'
import type { FileResult } from '../upload-results.ts'
import { endOfWaiting } from '../waiting.ts'
import { type WatchedFile, type Watcher, watchDirectory } from '../watch-directory.ts'

export interface WatchCommandOptions extends Clearing {
  category?: string
  checkCards?: boolean
  /** Seconds. */
  settle: number
  /** Seconds. */
  poll?: number
  ndjson?: boolean
}

/** The batch of the files that came last; what is tried again stays in it. */
interface Batch {
  id: string | null
}

const firstBackOffMs = 2_000
const longestBackOffMs = 60_000

/**
 * `expensa watch <directory>`: brings in what a scanner or a sync program puts there, until it is told to stop.
 * It remembers nothing itself: after a restart the backend says by the bytes what it has already.
 */
export async function runWatch(
  context: CommandContext,
  directory: string,
  options: WatchCommandOptions,
): Promise<number> {
  if (!(await stat(directory).catch(() => null))?.isDirectory()) {
    throw new ExpensaError('usage', `There is no directory ${directory}.`, { hint: 'Create it first.' })
  }
  const { signal, dataDirectory } = context
  await refuseOwnFiles(directory, dataDirectory)
  const watcher = watchDirectory(directory, {
    settleMs: options.settle * 1000,
    pollMs: options.poll === undefined ? null : options.poll * 1000,
    except: options.moveTo ?? null,
    records: dataDirectory,
    now: context.now,
    signal,
  })
  if (!context.quiet) context.stderr.write(`Watching ${plain(directory)}. Stop with Ctrl-C.\n`)
  const batch: Batch = { id: null }
  let backOffMs = firstBackOffMs
  try {
    while (!signal.aborted) {
      const files = await watcher.ready()
      if (files.length > 0) {
        const open = new Map(files.map((file) => [file.path, file]))
        const away = await bringIn(context, directory, open, batch, watcher, options).then(
          () => null,
          toExpensaError,
        )
        if (away && signal.aborted) break
        if (away && !errorCodes[away.code].retryable) throw away
        if (away) context.stderr.write(`${plain(away.message)} Trying again in ${backOffMs / 1000} s.\n`)
        for (const file of open.values()) watcher.later(file, away ? backOffMs : longestBackOffMs)
        backOffMs = away ? Math.min(longestBackOffMs, backOffMs * 2) : firstBackOffMs
      }
      await watcher.rest()
    }
  } finally {
    watcher.close()
  }
  // Being told to stop is how a watch ends well.
  return exitCodes.ok.code
}

/**
 * Brings these files in, and each to its end as soon as that is known. Those that have to be tried again stay
 * in `open`.
 */
async function bringIn(
  context: CommandContext,
  directory: string,
  open: Map<string, WatchedFile>,
  batch: Batch,
  watcher: Watcher,
  options: WatchCommandOptions,
): Promise<void> {
  const files = [...open.values()]
  const client = await context.client()
  const fresh = files.filter((file) => !file.again).length
  if (fresh > 0 || batch.id === null) {
    batch.id = null
    batch.id = (await client.createBatch(files.length, sourceOf(directory, options))).id
  }
  const ends: Promise<void>[] = []
  let trouble: unknown

  async function end(result: FileResult): Promise<void> {
    const file = open.get(result.file)
    if (!file) return
    const outcome = await clearOriginal(client, result, options)
    const again = result.outcome === 'pending' || mayPass(result) || outcome.failed === true
    // The same as last time is not told again.
    if (!again || !file.again) write(context, result, options, outcome)
    if (again) return
    open.delete(file.path)
    watcher.done(file)
  }

  await uploadFiles(found(files), {
    client,
    signal: context.signal,
    preflight: await context.preflight(),
    force: false,
    checkCards: options.checkCards === true,
    batchId: batch.id,
    filing: createFiling(filingOf(options)),
    concurrency: 2,
    endOfWaiting: endOfWaiting({ wait: true }),
    onEvent(event) {
      if (event.type === 'result') {
        ends.push(
          end(event.result).catch((error) => {
            trouble ??= error
          }),
        )
      } else if (event.type === 'ignored') {
        const file = open.get(event.file)
        if (file) watcher.done(file)
        open.delete(event.file)
      }
    },
  }).finally(() => Promise.all(ends))
  if (trouble !== undefined) throw trouble
}

function filingOf({ category }: WatchCommandOptions): Filing {
  return { category: category ?? null, project: null, tags: [] }
}

/** What it takes to do the rest of a batch without watching. */
function sourceOf(directory: string, options: WatchCommandOptions): BatchSource {
  return { directory: process.cwd(), paths: [directory], ...filingOf(options) }
}

function mayPass({ failure }: FileResult): boolean {
  return (
    failure !== null &&
    Object.entries(errorCodes).some(([code, { retryable }]) => code === failure.code && retryable)
  )
}

async function* found(files: readonly WatchedFile[]) {
  for (const { path } of files) yield { path, named: false }
}

function write(
  { stdout, stderr }: CommandContext,
  result: FileResult,
  options: WatchCommandOptions,
  { cleared, why }: Cleared,
): void {
  const { file, outcome, expense, failure } = result
  if (why !== undefined) stderr.write(`${plain(file)} stays where it is. ${plain(why)}\n`)
  if (options.ndjson) {
    stdout.write(toJsonLine('watch --ndjson', { ...result, cleared }))
    return
  }
  const total = expense?.total ? formatMoney(expense.total) : (expense?.totalText ?? null)
  const about = [expense && shortId(expense.id), expense?.merchant, expense?.purchaseDate, total]
  const words = about.filter((word) => word !== null && word !== undefined).map((word) => plain(String(word)))
  const known = words.length > 0 ? `  ${words.join(' · ')}` : ''
  stdout.write(`${outcome.replaceAll('_', ' ').padEnd(12)} ${plain(file)}${known}\n`)
  if (failure) stderr.write(`${plain(file)}: ${plain(failure.message)} ${plain(failure.hint ?? '')}\n`)
}
