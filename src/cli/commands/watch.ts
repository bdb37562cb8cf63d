import { stat } from 'node:fs/promises'
import { ExpensaError, errorCodes, toExpensaError } from '../../core/errors.ts'
import { shortId } from '../../core/ids.ts'
import { formatMoney } from '../../core/money.ts'
import { type Cleared, type Clearing, clearOriginal } from '../clear-original.ts'
import type { CommandContext } from '../context.ts'
import { exitCodes } from '../exit-codes.ts'
import { createFiling } from '../folder-defaults.ts'
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
  const { signal } = context
  const watcher = watchDirectory(directory, {
    settleMs: options.settle * 1000,
    pollMs: options.poll === undefined ? null : options.poll * 1000,
    except: options.moveTo ?? null,
    now: context.now,
    signal,
  })
  if (!context.quiet) context.stderr.write(`Watching ${plain(directory)}. Stop with Ctrl-C.\n`)
  let backOffMs = firstBackOffMs
  try {
    while (!signal.aborted) {
      const files = await watcher.ready()
      if (files.length > 0) {
        const away = await bringIn(context, files, watcher, options).then(() => null, toExpensaError)
        if (away && signal.aborted) break
        if (away && !errorCodes[away.code].retryable) throw away
        if (away) {
          context.stderr.write(`${plain(away.message)} Trying again in ${backOffMs / 1000} s.\n`)
          for (const file of files) watcher.later(file, backOffMs)
        }
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

async function bringIn(
  context: CommandContext,
  files: WatchedFile[],
  watcher: Watcher,
  options: WatchCommandOptions,
): Promise<void> {
  const client = await context.client()
  const byPath = new Map(files.map((file) => [file.path, file]))
  const { id: batchId } = await client.createBatch(files.length)
  const results: FileResult[] = []
  await uploadFiles(found(files), {
    client,
    signal: context.signal,
    preflight: context.preflight(),
    force: false,
    checkCards: options.checkCards === true,
    batchId,
    filing: createFiling({ category: options.category ?? null, project: null, tags: [] }),
    concurrency: 2,
    endOfWaiting: endOfWaiting({ wait: true }),
    onEvent(event) {
      const file = byPath.get(event.type === 'result' ? event.result.file : 'file' in event ? event.file : '')
      if (event.type === 'ignored' && file) watcher.done(file)
      if (event.type === 'result') results.push(event.result)
    },
  })
  for (const result of results) {
    const file = byPath.get(result.file)
    if (!file) continue
    const cleared = await clearOriginal(client, result, options)
    const again = result.outcome === 'pending' || mayPass(result) || cleared.failed === true
    if (again) watcher.later(file, longestBackOffMs)
    else watcher.done(file)
    write(context, result, options, cleared)
  }
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
  stdout.write(`${outcome.replaceAll('_', ' ').padEnd(12)} ${plain(file)}  ${words.join(' · ')}\n`)
  if (failure) stderr.write(`${plain(file)}: ${plain(failure.message)} ${plain(failure.hint ?? '')}\n`)
}
