import stringWidth from 'string-width'
import { type Cut, truncate } from './text.ts'

export interface Column<Row> {
  title: string
  value: (row: Row) => string
  align?: 'left' | 'right'
  /** Gives way when the terminal is narrow, down to this many columns; the others stay whole. */
  shrinkTo?: number
  /** What is lost when it is cut. Default: the end. */
  cut?: Cut
  /** Where not even the narrowest cells fit, columns are left out, the lowest of these numbers first. */
  leaveOut?: number
  /** Applied after everything was measured and cut. */
  style?: (row: Row) => (text: string) => string
}

export interface TableOptions<Row> {
  /** Width of the terminal; null leaves everything whole. */
  columns: number | null
  heading: (text: string) => string
  /** Rows with an empty line before them. */
  gapBefore?: (row: Row) => boolean
}

const gap = '  '

/** Rows under headings, without rules or wrapped cells; never wider than the terminal where that is possible. */
export function renderTable<Row>(
  rows: readonly Row[],
  columns: Column<Row>[],
  options: TableOptions<Row>,
): string {
  const filled = columns.flatMap((column) => {
    const cells = rows.map((row) => column.value(row))
    // A column in which nothing stands says nothing.
    if (!cells.some((cell) => cell !== '')) return []
    const width = cells.reduce((most, cell) => Math.max(most, stringWidth(cell)), stringWidth(column.title))
    return [{ column, cells, width }]
  })
  const shown = options.columns === null ? filled : fitted(filled, options.columns)
  const line = (cellOf: (shown: Shown<Row>) => string, styleOf: (column: Column<Row>) => Style) =>
    shown
      .map((entry) => {
        const text = truncate(cellOf(entry), entry.width, entry.column.cut)
        const blank = ' '.repeat(entry.width - stringWidth(text))
        const styled = text === '' ? '' : styleOf(entry.column)(text)
        return entry.column.align === 'right' ? blank + styled : styled + blank
      })
      .join(gap)
      .trimEnd()
  const lines = rows.map((row, i) => {
    const text = line(
      ({ cells }) => cells[i] ?? '',
      ({ style }) => style?.(row) ?? String,
    )
    return options.gapBefore?.(row) ? `\n${text}` : text
  })
  const heading = line(
    ({ column }) => column.title,
    () => options.heading,
  )
  return `${[heading, ...lines].join('\n')}\n`
}

type Style = (text: string) => string

interface Shown<Row> {
  column: Column<Row>
  cells: string[]
  width: number
}

/** Narrows the widest of those columns that may shrink; where that does not do, leaves columns out. */
function fitted<Row>(columns: readonly Shown<Row>[], available: number): Shown<Row>[] {
  const narrowed = columns.map((each) => ({ ...each }))
  const total = () => narrowed.reduce((sum, { width }) => sum + width, gap.length * (narrowed.length - 1))
  while (total() > available) {
    const [widest] = narrowed
      .filter(({ column, width }) => width > (column.shrinkTo ?? width))
      .sort((a, b) => b.width - a.width)
    if (!widest) break
    widest.width--
  }
  if (total() <= available) return narrowed
  const [least] = columns
    .filter(({ column }) => column.leaveOut !== undefined)
    .sort((a, b) => (a.column.leaveOut ?? 0) - (b.column.leaveOut ?? 0))
  return least
    ? fitted(
        columns.filter((column) => column !== least),
        available,
      )
    : narrowed
}
