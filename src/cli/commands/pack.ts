import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { ExpensaError } from '../../core/errors.ts'
import { shortId } from '../../core/ids.ts'
import { type ContentType, fileExtensions, storedHashOf } from '../../core/receipt.ts'
import { toExpensesCsv } from '../../export/csv.ts'
import type { EditJson } from '../../http/contract-edits.ts'
import type { CommandContext } from '../context.ts'
import type { DocumentData } from '../documents.ts'
import { exitCodes } from '../exit-codes.ts'
import { fetchForExport } from '../exported-expenses.ts'
import { toJsonDocument } from '../output/json.ts'
import { plain } from '../output/text.ts'
import { type PackFile, writeDirectory, writeZip } from '../pack-writer.ts'

export interface PackCommandOptions {
  year: string
  output?: string
}

type Expenses = Awaited<ReturnType<typeof fetchForExport>>

/** `expensa pack`: a year's records, originals, edit history and hashes, for a tax office or an archive. */
export async function runPack(
  context: CommandContext,
  { year, output }: PackCommandOptions,
): Promise<number> {
  const target = output ?? `expensa-${year}.zip`
  if (existsSync(target)) {
    throw new ExpensaError('usage', `${target} exists already.`, {
      hint: 'Name another file or directory with -o.',
    })
  }
  const client = await context.client()
  const all = await fetchForExport(client, {})
  const expenses = all.filter(({ purchaseDate }) => purchaseDate?.startsWith(`${year}-`))
  const undated = all.filter(({ purchaseDate }) => purchaseDate === null).length
  if (expenses.length === 0) {
    throw new ExpensaError('not_found', `There are no expenses of ${year}.`, {
      hint: 'See what there is with: expensa summary',
    })
  }
  const files = [...(await recordFiles(context, expenses)), ...originalFiles(context, expenses)]
  const modified = latest(expenses)
  const sums = checksums(files)
  const manifest: PackFile = {
    path: 'SHA256SUMS',
    read: async () => Buffer.from(sums),
    modified,
    compress: true,
  }
  const everything = [manifest, ...files.map(({ sha256: _, ...file }) => file)]
  if (target.toLowerCase().endsWith('.zip')) await writeZip(target, basename(target, '.zip'), everything)
  else await writeDirectory(target, everything)

  if (undated > 0) {
    context.stderr.write(
      `${undated} without a purchase date belong to no year and are not in it: expensa list --status needs_review\n`,
    )
  }
  if (!context.quiet) {
    const count = `${expenses.length} expense${expenses.length === 1 ? '' : 's'}`
    context.stderr.write(
      `${count} with originals in ${plain(target)}. Verify it, unpacked, with: sha256sum -c SHA256SUMS\n`,
    )
  }
  return exitCodes.ok.code
}

type HashedFile = PackFile & { sha256: string }

/** What the database knows: records for people and for programs, and who changed what. */
async function recordFiles(context: CommandContext, expenses: Expenses): Promise<HashedFile[]> {
  const client = await context.client()
  const records: DocumentData<'pack'>['expenses'] = []
  const edits: EditJson[] = []
  for (const { id } of expenses) {
    if (context.signal.aborted) throw new ExpensaError('interrupted', 'Interrupted.')
    const { receipt, expense, items, extraction } = await client.getExpense(id)
    if (!expense)
      throw new ExpensaError('conflict', `The receipt ${shortId(id)} has just lost its expense.`, {
        hint: 'Run the same command again.',
      })
    records.push({
      ...expense,
      items,
      receipt,
      extraction,
      original: originalPath({ ...expense, receipt }),
    })
    edits.push(...(await client.listEdits(id)).edits)
  }
  const modified = latest(expenses)
  const text = (path: string, content: string): HashedFile => ({
    path,
    read: async () => Buffer.from(content),
    modified,
    compress: true,
    sha256: createHash('sha256').update(content).digest('hex'),
  })
  return [
    text('records.json', toJsonDocument('pack', { expenses: records })),
    text('records.csv', toExpensesCsv(expenses)),
    text('edits.json', toJsonDocument('edits', { edits })),
  ]
}

function originalFiles(context: CommandContext, expenses: Expenses): HashedFile[] {
  return expenses.map((expense) => ({
    path: originalPath(expense),
    modified: new Date(expense.receipt.createdAt),
    compress: false,
    sha256: storedHashOf(expense.receipt),
    read: async () => {
      if (context.signal.aborted) throw new ExpensaError('interrupted', 'Interrupted.')
      const bytes = await (await context.client()).downloadOriginal(expense.id)
      // The manifest was written from the records: what does not fit them must not look verified.
      if (createHash('sha256').update(bytes).digest('hex') === storedHashOf(expense.receipt)) return bytes
      throw new ExpensaError(
        'checksum_mismatch',
        `The original of ${shortId(expense.id)} is not the file that was uploaded.`,
        {
          hint: 'Look for it in a backup, or leave this expense out by deleting it.',
        },
      )
    },
  }))
}

/** Ids and dates only: names from elsewhere may mean something to a file system. */
function originalPath(expense: {
  id: string
  purchaseDate?: string | null
  receipt: { contentType: ContentType }
}): string {
  return `originals/${expense.purchaseDate ?? 'undated'}-${shortId(expense.id)}.${fileExtensions[expense.receipt.contentType]}`
}

/** As `sha256sum` writes it. */
function checksums(files: readonly HashedFile[]): string {
  return files.map(({ sha256, path }) => `${sha256}  ${path}\n`).join('')
}

function latest(expenses: Expenses): Date {
  return new Date(Math.max(...expenses.map(({ updatedAt }) => new Date(updatedAt).getTime())))
}
