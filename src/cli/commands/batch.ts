import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { ExpensaError } from '../../core/errors.ts'
import { shortId } from '../../core/ids.ts'
import type { BatchJson } from '../../http/contract-reading-state.ts'
import type { CommandContext } from '../context.ts'
import { exitCodes } from '../exit-codes.ts'
import { toJsonDocument } from '../output/json.ts'
import { receiptTable } from '../output/receipt-table.ts'
import { type Column, renderTable } from '../output/table.ts'
import { plain } from '../output/text.ts'
import type { Waiting } from '../waiting.ts'
import { retryAndFollow } from './retry.ts'
import { countsLine } from './status.ts'
import { runUpload } from './upload.ts'

/** `expensa batch list`: the latest runs of upload, and how far each has come. */
export async function runBatchList(context: CommandContext, options: { json?: boolean }): Promise<number> {
  const { batches } = await (await context.client()).listBatches()
  if (options.json) {
    context.stdout.write(toJsonDocument('batches', { batches }))
    return exitCodes.ok.code
  }
  const { stdout: style } = context.style
  const columns: Column<BatchJson>[] = [
    { title: 'ID', value: (row) => shortId(row.id), style: () => style.dim },
    { title: 'Begun', value: (row) => minuteOf(row.createdAt) },
    { title: 'Files', value: (row) => String(row.fileCount), align: 'right' },
    { title: 'New', value: (row) => String(newIn(row)), align: 'right' },
    { title: 'State', value: (row) => countsLine(row.counts), shrinkTo: 16 },
    { title: 'From', value: (row) => plain(row.source?.paths.join(' ') ?? '(pipe)'), shrinkTo: 12 },
  ]
  if (batches.length === 0) context.stderr.write('No batches yet. Begin one with: expensa upload <files>\n')
  else
    context.stdout.write(
      renderTable(batches, columns, { columns: context.stdout.columns, heading: style.bold }),
    )
  return exitCodes.ok.code
}

/** `expensa batch show <id>`: the receipts that came in with one run of upload. */
export async function runBatchShow(
  context: CommandContext,
  id: string,
  options: { json?: boolean },
): Promise<number> {
  const { batch, receipts } = await (await context.client()).getBatch(id)
  if (options.json) {
    context.stdout.write(toJsonDocument('batch', { batch, receipts }))
    return exitCodes.ok.code
  }
  if (receipts.length > 0) context.stdout.write(`${receiptTable(context, receipts)}\n`)
  const known = batch.fileCount - newIn(batch)
  const parts = [
    `${batch.fileCount} file${batch.fileCount === 1 ? '' : 's'} on ${minuteOf(batch.createdAt)}`,
    countsLine(batch.counts),
  ]
  if (known > 0)
    parts.push(
      known === 1
        ? '1 other was known, was no receipt, or could not be sent'
        : `${known} others were known, were no receipts, or could not be sent`,
    )
  context.stdout.write(`${parts.filter(Boolean).join('; ')}.\n`)
  return exitCodes.ok.code
}

/** `expensa batch resume <id>`: runs the upload of that batch again, which does what is left of it. */
export async function runBatchResume(
  context: CommandContext,
  id: string,
  options: Waiting & { json?: boolean },
): Promise<number> {
  const { batch } = await (await context.client()).getBatch(id)
  const { source } = batch
  if (source === null) {
    if (newIn(batch) < batch.fileCount && !context.quiet) {
      context.stderr.write(
        'Its list of files came through a pipe: run that upload again for what is missing.\n',
      )
    }
    return retryAndFollow(context, { batchId: batch.id }, options)
  }
  if (!existsSync(source.directory)) {
    throw new ExpensaError(
      'usage',
      `This batch was begun in ${plain(source.directory)}, which is not here.`,
      {
        hint: 'Resume it on the machine on which it was begun.',
      },
    )
  }
  const isHere = source.directory === process.cwd()
  const paths = isHere ? source.paths : source.paths.map((path) => resolve(source.directory, path))
  const { category, project, tags } = source
  return runUpload(context, paths, {
    ...options,
    concurrency: 4,
    batchId: batch.id,
    tag: tags,
    ...(category === null ? {} : { category }),
    ...(project === null ? {} : { project }),
  })
}

function newIn({ counts }: BatchJson): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

/** Local time to the minute. */
function minuteOf(iso: string): string {
  const time = new Date(iso)
  const minute = {
    hour: '2-digit',
    minute: '2-digit',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  } as const
  // The Swedish locale writes ISO 8601.
  return new Intl.DateTimeFormat('sv-SE', minute).format(time)
}
