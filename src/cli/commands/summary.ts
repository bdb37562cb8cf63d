import type { SummaryGrouping } from '../../core/expense-queries.ts'
import { formatMoney } from '../../core/money.ts'
import type { SummaryRowJson } from '../../http/contract.ts'
import type { CommandContext } from '../context.ts'
import { exitCodes } from '../exit-codes.ts'
import { type FilterOptions, filterQuery } from '../filter-options.ts'
import { bar } from '../output/bars.ts'
import { toJsonDocument } from '../output/json.ts'
import { type Column, renderTable } from '../output/table.ts'
import { plain } from '../output/text.ts'

export interface SummaryCommandOptions extends FilterOptions {
  by: SummaryGrouping
  json?: boolean
}

const headings: Record<SummaryGrouping, string> = {
  month: 'Month',
  category: 'Category',
  merchant: 'Merchant',
}
const unknownKey: Record<SummaryGrouping, string> = {
  month: 'no date',
  category: 'no category',
  merchant: 'no merchant',
}

/** `expensa summary`: what was spent, in groups; each currency on its own. */
export async function runSummary(context: CommandContext, options: SummaryCommandOptions): Promise<number> {
  const client = await context.client()
  const { rows } = await client.summarize({ ...filterQuery(options, context.now()), by: options.by })
  if (options.json) {
    const groups = rows.map(({ totalMinorUnits, currency, ...row }) => ({
      ...row,
      currency,
      total: totalMinorUnits === null || currency === null ? null : { minorUnits: totalMinorUnits, currency },
    }))
    context.stdout.write(toJsonDocument('summary', { by: options.by, groups }))
    return exitCodes.ok.code
  }
  if (rows.length === 0) {
    context.stderr.write('No expenses match. Bring receipts in with: expensa upload <files>\n')
    return exitCodes.ok.code
  }
  const currencies = [...new Set(rows.map((row) => row.currency))].filter((currency) => currency !== null)
  const sections = currencies.map((currency) =>
    currencySection(
      context,
      options.by,
      currency,
      rows.filter((row) => row.currency === currency),
    ),
  )
  context.stdout.write(sections.join('\n'))
  const unknown = rows.filter((row) => row.currency === null).reduce((sum, row) => sum + row.count, 0)
  if (unknown > 0 && !context.quiet) {
    context.stderr.write(
      `${unknown} more in no known currency, not added up: expensa list --status needs_review\n`,
    )
  }
  return exitCodes.ok.code
}

function currencySection(
  context: CommandContext,
  by: SummaryGrouping,
  currency: string,
  rows: SummaryRowJson[],
): string {
  const { stdout: style } = context.style
  // Months follow each other; other groups are read by size.
  const sorted = by === 'month' ? rows : [...rows].sort((a, b) => units(b) - units(a))
  const largest = Math.max(...rows.map(units), 0)
  const barWidth = Math.max(8, Math.min(40, (context.stdout.columns ?? 80) - 48))
  const columns: Column<SummaryRowJson>[] = [
    { title: headings[by], value: (row) => plain(row.key ?? unknownKey[by]), shrinkTo: 12 },
    { title: 'Receipts', value: (row) => String(row.count), align: 'right' },
    { title: 'Total', value: (row) => formatMoney({ minorUnits: units(row), currency }), align: 'right' },
    {
      title: '',
      value: (row) => (largest > 0 ? bar(units(row) / largest, barWidth) : ''),
      style: () => style.cyan,
    },
    {
      title: 'Review',
      value: (row) => (row.needsReview > 0 ? String(row.needsReview) : ''),
      align: 'right',
      style: () => style.yellow,
    },
  ]
  const sum = rows.reduce((all, row) => all + units(row), 0)
  const table = renderTable(sorted, columns, { columns: context.stdout.columns, heading: style.bold })
  const without = rows.reduce((all, row) => all + row.withoutTotal, 0)
  const note = without > 0 ? ` · ${without} without a total` : ''
  return `${table}${style.bold(`${formatMoney({ minorUnits: sum, currency })}`)} in all${note}\n`
}

function units(row: SummaryRowJson): number {
  return row.totalMinorUnits ?? 0
}
