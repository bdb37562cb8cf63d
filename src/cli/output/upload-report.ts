import { dirname, sep } from 'node:path'
import { shortId } from '../../core/ids.ts'
import { formatMoney } from '../../core/money.ts'
import type { Client } from '../../http/client.ts'
import type { CommandContext } from '../context.ts'
import { suspicionsOf } from '../duplicate-policy.ts'
import { type FileResult, type UploadOutcome, uploadOutcomes } from '../upload-results.ts'
import { attention } from './attention.ts'
import { type Column, renderTable } from './table.ts'
import { messageText, plain } from './text.ts'
import { describeReason } from './words.ts'

const outcomeWords: Record<UploadOutcome, string> = {
  extracted: 'extracted',
  needs_review: 'needs review',
  duplicate: 'duplicate',
  failed: 'failed',
  pending: 'pending',
}

const countWords: Record<UploadOutcome, string> = {
  ...outcomeWords,
  needs_review: 'to review',
  duplicate: 'known before',
}

/** What became of each file. */
export function resultTable(context: CommandContext, results: readonly FileResult[]): string {
  const { stdout: style } = context.style
  const outcomeStyles: Record<UploadOutcome, (text: string) => string> = {
    extracted: style.green,
    needs_review: attention(style),
    duplicate: style.dim,
    failed: style.red,
    pending: style.cyan,
  }
  const fileName = namesBelow(context, results)
  const columns: Column<FileResult>[] = [
    { title: 'ID', value: (row) => (row.expense ? shortId(row.expense.id) : ''), style: () => style.dim },
    { title: 'File', value: fileName, shrinkTo: 16, cut: 'middle' },
    {
      title: 'Outcome',
      value: (row) => outcomeWords[row.outcome],
      style: (row) => outcomeStyles[row.outcome],
    },
    { title: 'Merchant', value: (row) => plain(row.expense?.merchant ?? ''), shrinkTo: 12, leaveOut: 3 },
    { title: 'Date', value: (row) => row.expense?.purchaseDate ?? '', leaveOut: 1 },
    { title: 'Total', value: (row) => totalOf(row), align: 'right' },
    { title: 'Note', value: (row) => noteOf(row), shrinkTo: 12, leaveOut: 2, style: () => style.dim },
  ]
  return renderTable(results, columns, { columns: context.stdout.columns, heading: style.bold })
}

/** On a terminal the directory that all files share says nothing; elsewhere paths stay as they were given. */
function namesBelow({ stdout }: CommandContext, results: readonly FileResult[]): (row: FileResult) => string {
  const [first = [], ...others] = results.map(({ file }) => dirname(file).split(sep))
  const differs = first.findIndex((part, i) => others.some((parts) => parts[i] !== part))
  const shared = stdout.isTTY ? first.slice(0, differs < 0 ? first.length : differs).join(sep) : ''
  return ({ file }) => plain(shared === '' || shared === '.' ? file : file.slice(shared.length + 1))
}

function totalOf({ expense }: FileResult): string {
  if (!expense) return ''
  return expense.total ? formatMoney(expense.total) : (expense.totalText ?? '')
}

function noteOf(result: FileResult): string {
  if (result.failure) return plain(result.failure.message)
  if (result.outcome === 'duplicate' && result.expense) return `of ${shortId(result.expense.id)}`
  if (result.outcome === 'pending') return 'stored, not read yet'
  return (result.expense?.reviewReasons ?? []).map((reason) => describeReason(reason, 'short')).join(', ')
}

/** The sum of it, and for each failure what happened and what to do: on stderr, also beside JSON. */
export function reportResults(
  { stderr, style: { stderr: style }, quiet, signal }: CommandContext,
  results: readonly FileResult[],
  counts: Record<UploadOutcome, number>,
  ignored: number,
): void {
  for (const { file, failure } of results) {
    if (!failure || failure.code === 'interrupted') continue
    const { columns } = stderr
    stderr.write(`${style.red('✗')} ${messageText(`${file}: ${failure.message}`, columns, 2)}\n`)
    if (failure.hint) stderr.write(`  ${messageText(failure.hint, columns, 2)}\n`)
  }
  if (quiet) return
  const parts = uploadOutcomes.filter((outcome) => counts[outcome] > 0)
  const summary = parts.map((outcome) => `${counts[outcome]} ${countWords[outcome]}`).join(', ')
  stderr.write(`${summary || 'Nothing done'}.`)
  stderr.write(ignored > 0 ? ` ${ignored} other file${ignored === 1 ? '' : 's'} left alone.\n` : '\n')
  if (signal.aborted)
    stderr.write('Interrupted. The same command again does the rest; nothing is lost or doubled.\n')
  else if (counts.needs_review > 0) stderr.write('Look at them with: expensa list --status needs_review\n')
}

/** Of which earlier receipts the new ones seem to be copies, and why; and which earlier ones they have replaced. */
export async function explainDuplicates(
  { stderr, style: { stderr: style } }: CommandContext,
  client: Client,
  { results, replaced }: { results: readonly FileResult[]; replaced: readonly string[] },
): Promise<void> {
  if (replaced.length > 0) {
    const ids = replaced.map(shortId).join(' ')
    const many =
      replaced.length === 1 ? 'One earlier receipt was' : `${replaced.length} earlier receipts were`
    stderr.write(`${many} replaced. Take that back with: expensa restore ${ids}\n`)
  }
  // All is stored by now: a network that fails here takes nothing away.
  const suspicions = await suspicionsOf(client, results).catch(() => [])
  for (const { file, text } of suspicions) {
    stderr.write(`${attention(style)('!')} ${messageText(`${file}: ${text}.`, stderr.columns, 2)}\n`)
  }
  if (suspicions.length > 0) stderr.write('Settle them with: expensa duplicates\n')
}
