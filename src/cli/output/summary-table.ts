import type { SummaryGrouping } from '../../core/expense-queries.ts'
import { formatMoney } from '../../core/money.ts'
import type { SummaryRowJson } from '../../http/contract.ts'
import type { CommandContext } from '../context.ts'
import { attention } from './attention.ts'
import { bar } from './bars.ts'
import { type Column, renderTable } from './table.ts'
import { plain } from './text.ts'

const words: Record<SummaryGrouping, { heading: string; unknown: string }> = {
  month: { heading: 'Month', unknown: 'no date' },
  year: { heading: 'Year', unknown: 'no date' },
  category: { heading: 'Category', unknown: 'no category' },
  merchant: { heading: 'Merchant', unknown: 'no merchant' },
  project: { heading: 'Project', unknown: 'no project' },
  tag: { heading: 'Tag', unknown: 'no tag' },
}

/** A group, or the sum of all groups of one currency. */
interface Line extends SummaryRowJson {
  title: string
  /** Between 0 and 1, of the largest group of the currency; null for a sum. */
  share: number | null
  first: boolean
}

/** One currency after the other, each with its sum below. All rows have to have a currency. */
export function summaryTable(
  context: CommandContext,
  by: SummaryGrouping,
  rows: readonly SummaryRowJson[],
): string {
  const { stdout: style } = context.style
  const home = context.config.homeCurrency
  const currencies = [...new Set(rows.map((row) => row.currency))]
  const lines = currencies.flatMap((currency) =>
    currencyLines(
      by,
      rows.filter((row) => row.currency === currency),
    ),
  )
  const barWidth = Math.max(8, Math.min(40, (context.stdout.columns ?? 80) - (home === undefined ? 48 : 62)))
  const strong = (line: Line) => (line.share === null ? style.bold : String)
  const columns: Column<Line>[] = [
    { title: words[by].heading, value: (line) => line.title, shrinkTo: 12, style: strong },
    { title: 'Receipts', value: (line) => String(line.count), align: 'right', style: strong },
    {
      title: 'Total',
      value: (line) => money(line.totalMinorUnits, line.currency),
      align: 'right',
      style: strong,
    },
    {
      title: `In ${home ?? ''}`,
      value: (line) => (line.currency === home ? '' : money(line.convertedMinorUnits, home ?? null)),
      align: 'right',
      style: () => style.dim,
    },
    {
      title: '',
      value: ({ share }) => (share === null ? '' : bar(share, barWidth)),
      leaveOut: 1,
      style: () => style.cyan,
    },
    { title: 'No total', value: (line) => countOf(line.withoutTotal), align: 'right', leaveOut: 2 },
    {
      title: 'Review',
      value: (line) => countOf(line.needsReview),
      align: 'right',
      leaveOut: 3,
      style: () => attention(style),
    },
  ]
  return renderTable(lines, columns, {
    columns: context.stdout.columns,
    heading: style.bold,
    gapBefore: (line) => line.first && line !== lines[0],
  })
}

function currencyLines(by: SummaryGrouping, rows: readonly SummaryRowJson[]): Line[] {
  // Months and years follow each other; other groups are read by size.
  const sorted =
    by === 'month' || by === 'year'
      ? rows
      : rows.toSorted((a, b) => (b.totalMinorUnits ?? 0) - (a.totalMinorUnits ?? 0))
  const largest = Math.max(...rows.map((row) => row.totalMinorUnits ?? 0))
  const groups = sorted.map((row, i) => ({
    ...row,
    title: plain(row.key ?? words[by].unknown),
    share: largest > 0 ? (row.totalMinorUnits ?? 0) / largest : 0,
    first: i === 0,
  }))
  // What has several tags would be in the sum several times.
  if (rows.length === 1 || by === 'tag') return groups
  const sum = (figure: (row: SummaryRowJson) => number | null) =>
    rows.reduce((all, row) => all + (figure(row) ?? 0), 0)
  const converted = rows.some((row) => row.convertedMinorUnits !== null)
  return [
    ...groups,
    {
      key: null,
      currency: rows[0]?.currency ?? null,
      count: sum((row) => row.count),
      totalMinorUnits: sum((row) => row.totalMinorUnits),
      withoutTotal: sum((row) => row.withoutTotal),
      needsReview: sum((row) => row.needsReview),
      convertedMinorUnits: converted ? sum((row) => row.convertedMinorUnits) : null,
      withoutRate: sum((row) => row.withoutRate),
      title: 'in all',
      share: null,
      first: false,
    },
  ]
}

function money(minorUnits: number | null, currency: string | null): string {
  return minorUnits === null || currency === null ? '' : formatMoney({ minorUnits, currency })
}

function countOf(count: number): string {
  return count > 0 ? String(count) : ''
}
