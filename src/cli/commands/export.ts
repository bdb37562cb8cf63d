import { existsSync } from 'node:fs'
import { extname } from 'node:path'
import { ExpensaError } from '../../core/errors.ts'
import { shortId } from '../../core/ids.ts'
import type { ExportedExpense } from '../../export/exported-expense.ts'
import { type JournalEntry, journalEntry } from '../../export/journal.ts'
import { readAccounts } from '../accounts-file.ts'
import type { CommandContext } from '../context.ts'
import type { LineData } from '../documents.ts'
import { exitCodes } from '../exit-codes.ts'
import { type ExportFormat, exportFormats } from '../export-formats.ts'
import { fetchForExport, goneRevision, hadBefore, revisionOf } from '../exported-expenses.ts'
import { type FilterOptions, filterQuery } from '../filter-options.ts'
import { toJsonDocument, toJsonLine } from '../output/json.ts'
import { plain } from '../output/text.ts'
import { writeWhole } from '../output/write-file.ts'

export interface ExportCommandOptions extends FilterOptions {
  format?: ExportFormat
  output?: string
  sinceLast?: boolean
  name?: string
  accounts?: string
}

type Expenses = Awaited<ReturnType<typeof fetchForExport>>

/** `expensa export`: expenses as accounting programs and spreadsheets take them. */
export async function runExport(context: CommandContext, options: ExportCommandOptions): Promise<number> {
  const format = formatOf(options)
  const { output, sinceLast = false } = options
  if (format === 'xlsx' && output === undefined) {
    throw new ExpensaError('usage', 'An Excel file does not belong on a terminal.', {
      hint: 'Name a file: expensa export --format xlsx -o expenses.xlsx',
    })
  }
  if (sinceLast && output !== undefined && existsSync(output)) {
    throw new ExpensaError(
      'usage',
      `${output} exists, and --since-last would leave only what is new in it.`,
      {
        hint: `Name another file, or add to this one: expensa export --format ${format} --since-last >> ${output}`,
      },
    )
  }
  const query = filterQuery(options, context.now())
  const accounts = await readAccounts(options.accounts ?? context.config.accounts)
  const name = options.name ?? format
  const client = await context.client()
  const found = await fetchForExport(client, { ...query, name })
  const recorded = sinceLast || output !== undefined
  const gone = recorded ? hadBefore(await fetchForExport(client, { ...query, name, deleted: 'true' })) : []
  const wanted = sinceLast ? found.filter((expense) => expense.exported !== revisionOf(expense)) : found

  const entries = wanted.flatMap((expense) => journalEntry(expense, accounts) ?? [])
  const isTable = ['csv', 'json', 'ndjson', 'xlsx'].includes(format)
  const written: ExportedExpense[] = isTable ? wanted : entries.map((entry) => entry.expense)
  let changed = true
  // Nothing new is nothing to add: no empty files, no headings over nothing.
  if (!sinceLast || written.length > 0 || format === 'json') {
    const content = await contentOf(format, wanted, entries, sinceLast)
    if (output === undefined) context.stdout.write(content.toString())
    else changed = await writeWhole(output, content)
  }

  // Only what has been written counts as exported: after a failure the next run gives it again.
  if (recorded) {
    const revisions = [
      ...written.map((expense) => ({ id: expense.id, revision: revisionOf(expense) })),
      ...gone.map(({ id }) => ({ id, revision: goneRevision })),
    ]
    for (let i = 0; i < revisions.length; i += 500)
      await client.recordExport({ name, entries: revisions.slice(i, i + 500) })
  }
  report(context, wanted, written, { output, changed, sinceLast })
  if (sinceLast) reportOutdated(context, hadBefore(wanted), gone)
  return exitCodes.ok.code
}

function formatOf({ format, output }: ExportCommandOptions): ExportFormat {
  if (format) return format
  const extension = extname(output ?? '')
    .slice(1)
    .toLowerCase()
  const known = exportFormats.find((each) => each === extension)
  const other: Record<string, ExportFormat> = { journal: 'hledger', bean: 'beancount' }
  const found = known ?? other[extension]
  if (found) return found
  throw new ExpensaError('usage', 'Which format?', {
    hint: `Add --format with one of ${exportFormats.join(', ')}`,
  })
}

/** Loads the code of the one format that is wanted. */
async function contentOf(
  format: ExportFormat,
  expenses: Expenses,
  entries: JournalEntry[],
  continued: boolean,
): Promise<string | Uint8Array> {
  switch (format) {
    case 'csv':
      return (await import('../../export/csv.ts')).toExpensesCsv(expenses)
    case 'json':
      return toJsonDocument('export', { expenses: expenses.map(withoutCursor) })
    case 'ndjson':
      return expenses.map((expense) => toJsonLine('export --format ndjson', withoutCursor(expense))).join('')
    case 'xlsx':
      return (await import('../../export/xlsx.ts')).toXlsx(expenses)
    case 'beancount':
      return (await import('../../export/beancount.ts')).toBeancount(entries, { continued })
    case 'hledger':
      return (await import('../../export/hledger.ts')).toHledger(entries, { continued })
    case 'ledger':
      return (await import('../../export/ledger.ts')).toLedger(entries, { continued })
    case 'qif':
      return (await import('../../export/qif.ts')).toQif(entries)
    case 'ofx':
      return (await import('../../export/ofx.ts')).toOfx(entries)
  }
}

/** What an export says about an expense does not depend on which exports there were before. */
function withoutCursor({ exported: _, ...expense }: Expenses[number]): LineData<'export --format ndjson'> {
  return expense
}

function report(
  { stderr, quiet }: CommandContext,
  wanted: Expenses,
  written: readonly ExportedExpense[],
  { output, changed, sinceLast }: { output: string | undefined; changed: boolean; sinceLast: boolean },
): void {
  const present = new Set(written.map(({ id }) => id))
  const left = wanted.filter(({ id }) => !present.has(id))
  if (left.length > 0) {
    stderr.write(`${count(left.length)} left out, without a date, a total or a currency: ${firstIds(left)}\n`)
  }
  if (quiet) return
  const what = count(written.length)
  if (sinceLast && written.length === 0) stderr.write('Nothing new since the last export.\n')
  else if (output === undefined) stderr.write(`${what}.\n`)
  else if (changed) stderr.write(`${what} in ${plain(output)}.\n`)
  else stderr.write(`${what}; ${plain(output)} was up to date already.\n`)
}

/** Programs that add what is new to what they have would count these twice, or go on counting them. */
function reportOutdated({ stderr }: CommandContext, changed: Expenses, gone: Expenses): void {
  if (changed.length > 0) {
    stderr.write(
      `${count(changed.length)} changed since an earlier export: ${firstIds(changed)}. Take the older entries out of your books.\n`,
    )
  }
  if (gone.length > 0) {
    stderr.write(
      `${count(gone.length)} deleted since an earlier export: ${firstIds(gone)}. Take their entries out of your books.\n`,
    )
  }
}

function firstIds(expenses: readonly { id: string }[]): string {
  const ids = expenses.slice(0, 5).map(({ id }) => shortId(id))
  const more = expenses.length > ids.length ? ` and ${expenses.length - ids.length} more` : ''
  return `${ids.join(', ')}${more}`
}

function count(n: number): string {
  return `${n} expense${n === 1 ? '' : 's'}`
}
