import { ExpensaError, toExpensaError } from '../../core/errors.ts'
import type { BatchSource } from '../../core/reading-state.ts'
import { type Cleared, type Clearing, clearOriginal } from '../clear-original.ts'
import type { CommandContext } from '../context.ts'
import { applyDuplicatePolicy, type DuplicatePolicy } from '../duplicate-policy.ts'
import { exitCodes } from '../exit-codes.ts'
import { type FoundFile, findFiles, isBelow, nothingFound } from '../find-files.ts'
import { createFiling, type Filing } from '../folder-defaults.ts'
import { toJsonDocument, toJsonLine } from '../output/json.ts'
import { showUploadProgress } from '../output/progress.ts'
import { messageText } from '../output/text.ts'
import { explainDuplicates, reportResults, resultTable } from '../output/upload-report.ts'
import { uploadFiles } from '../upload-files.ts'
import { type FileResult, type UploadOutcome, uploadOutcomes } from '../upload-results.ts'
import { endOfWaiting, stillReading, type Waiting } from '../waiting.ts'
import { runDryRun } from './upload-dry-run.ts'

export interface UploadCommandOptions extends Clearing, Waiting {
  json?: boolean
  ndjson?: boolean
  dryRun?: boolean
  /** Send also what the preflight would keep back. */
  force?: boolean
  checkCards?: boolean
  strict?: boolean
  concurrency: number
  category?: string
  project?: string
  tag?: string[]
  onDuplicate?: DuplicatePolicy
  /** A batch to go on with, instead of a new one. */
  batchId?: string
}

/** `expensa upload <paths…>`: brings receipts in and follows each one to its expense. */
export async function runUpload(
  context: CommandContext,
  paths: readonly string[],
  options: UploadCommandOptions,
): Promise<number> {
  const policy = options.onDuplicate ?? 'flag'
  if (!options.wait && policy !== 'flag') {
    throw new ExpensaError('usage', `--on-duplicate ${policy} has to wait until the receipts are read.`, {
      hint: 'Leave out --no-wait, or settle them later with: expensa duplicates',
    })
  }
  if (!options.wait && (options.moveTo || options.delete)) {
    throw new ExpensaError('usage', 'Files are moved or deleted only after their records are confirmed.', {
      hint: 'Leave out --no-wait.',
    })
  }
  const files: FoundFile[] = []
  for await (const file of findFiles(paths, context.stdin, context.dataDirectory)) {
    // What an earlier run moved below the directory is done with.
    if (!file.named && options.moveTo !== undefined && isBelow(options.moveTo, file.path)) continue
    files.push(file)
  }
  if (files.length === 0) return nothingToDo(context, paths, options)
  if (options.dryRun) return runDryRun(context, paths, files, options)

  const client = await context.client()
  const batchId = options.batchId ?? (await client.createBatch(files.length, sourceOf(paths, options))).id
  const arrived: FileResult[] = []
  const notBegun = new Set(files.map((file) => file.path))
  let ignored = 0
  const addResult = (result: FileResult) => {
    arrived.push(result)
    notBegun.delete(result.file)
    if (options.ndjson && policy === 'flag') context.stdout.write(toJsonLine('upload --ndjson', result))
  }
  const waiting = endOfWaiting(options)
  const progress = await showUploadProgress(context, () => files.length - ignored)
  const stoppedBy = await uploadFiles(asyncOf(files), {
    client,
    signal: context.signal,
    preflight: await context.preflight(),
    force: options.force === true,
    checkCards: options.checkCards === true,
    batchId,
    filing: createFiling(filingOf(options)),
    concurrency: options.concurrency,
    endOfWaiting: waiting,
    onEvent(event) {
      if (event.type === 'ignored') {
        ignored++
        notBegun.delete(event.file)
      }
      if (event.type === 'result') addResult(event.result)
      progress.onEvent(event)
    },
  }).then(() => null, toExpensaError)
  progress.stop()
  const unread = arrived.filter(({ outcome, failure }) => outcome === 'pending' && failure === null).length
  const timedOut = options.wait && waiting.aborted && unread > 0
  if (!options.wait || timedOut) context.readInBackground()
  if (stoppedBy) for (const path of notBegun) addResult(notBegunResult(path, stoppedBy))
  if (arrived.length === 0) return nothingToDo(context, paths, options, { batchId, ignored })
  const settled = await applyDuplicatePolicy(client, arrived, stoppedBy ? 'flag' : policy)
  const { results } = settled
  if (options.ndjson && policy !== 'flag') {
    for (const result of results) context.stdout.write(toJsonLine('upload --ndjson', result))
  }
  const staying: { file: string; why: string; failed: boolean }[] = []
  for (const result of results) {
    const { why, failed = false } = await clearOriginal(client, result, options).catch(unconfirmed)
    if (why !== undefined) staying.push({ file: result.file, why, failed })
  }
  // Files end in any order; people find them in the order they gave them.
  const order = new Map(files.map(({ path }, i) => [path, i]))
  results.sort((a, b) => (order.get(a.file) ?? 0) - (order.get(b.file) ?? 0))

  const counts = countOutcomes(results)
  if (options.json)
    context.stdout.write(toJsonDocument('upload', { batchId, counts, ignored, files: results }))
  else if (!options.ndjson) context.stdout.write(resultTable(context, results))
  reportResults(context, results, counts, ignored)
  for (const { file, why } of staying)
    context.stderr.write(`${messageText(`${file} stays where it is. ${why}`, context.stderr.columns, 2)}\n`)
  if (!context.quiet) await explainDuplicates(context, client, settled)
  if (timedOut && !context.quiet) context.stderr.write(stillReading(unread, options.timeout))
  if (stoppedBy && stoppedBy.code !== 'interrupted') throw stoppedBy
  const code = exitCode(counts, context.signal.aborted, results, timedOut, options.strict === true)
  return code === exitCodes.ok.code && staying.some(({ failed }) => failed) ? exitCodes.partial.code : code
}

/** Its record is not known to be there, because nobody could be asked. */
function unconfirmed(error: unknown): Cleared {
  return {
    cleared: false,
    failed: true,
    why: `Its record could not be confirmed: ${toExpensaError(error).message}`,
  }
}

/** Where files are cleared away, an empty directory is how it should be; else nobody meant to upload nothing. */
function nothingToDo(
  { stdout, stderr, quiet }: CommandContext,
  paths: readonly string[],
  options: UploadCommandOptions,
  { batchId = null, ignored = 0 }: { batchId?: string | null; ignored?: number } = {},
): number {
  if (!options.moveTo && !options.delete) throw nothingFound(paths)
  if (options.json) {
    stdout.write(toJsonDocument('upload', { batchId, counts: countOutcomes([]), ignored, files: [] }))
  }
  if (!quiet) stderr.write('Nothing is left to bring in.\n')
  return exitCodes.ok.code
}

/** What it takes to run this command again; nothing when the files came through a pipe. */
function sourceOf(paths: readonly string[], options: UploadCommandOptions): BatchSource | null {
  if (paths.includes('-') || paths.length > 1000) return null
  return { directory: process.cwd(), paths: [...paths], ...filingOf(options) }
}

/** A file that was not looked at any more: with Ctrl-C it simply waits for the next time. */
function notBegunResult(file: string, { code, message, hint }: ExpensaError): FileResult {
  const outcome = code === 'interrupted' ? 'pending' : 'failed'
  return { file, outcome, receiptId: null, expense: null, failure: { code, message, hint: hint ?? null } }
}

function filingOf({ category, project, tag }: UploadCommandOptions): Filing {
  return { category: category ?? null, project: project ?? null, tags: tag ?? [] }
}

function countOutcomes(results: readonly FileResult[]): Record<UploadOutcome, number> {
  const counts = Object.fromEntries(uploadOutcomes.map((outcome) => [outcome, 0])) as Record<
    UploadOutcome,
    number
  >
  for (const result of results) counts[result.outcome]++
  return counts
}

function exitCode(
  counts: Record<UploadOutcome, number>,
  interrupted: boolean,
  results: readonly FileResult[],
  timedOut: boolean,
  strict: boolean,
): number {
  if (interrupted) return exitCodes.interrupted.code
  if (counts.failed === results.length) return exitCodes.failed.code
  if (counts.failed > 0) return exitCodes.partial.code
  const waitsForOthers = results.some(({ outcome, failure }) => outcome === 'pending' && failure !== null)
  if (waitsForOthers) return exitCodes.unavailable.code
  if (timedOut) return exitCodes.timedOut.code
  if (strict && counts.needs_review > 0) return exitCodes.needsReview.code
  return exitCodes.ok.code
}

async function* asyncOf<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items
}
