import Table from 'cli-table3'
import stringWidth from 'string-width'
import { truncate } from './text.ts'

export interface Column<Row> {
  title: string
  value: (row: Row) => string
  align?: 'left' | 'right'
  /** Gives way when the terminal is narrow, down to this many columns; the others stay whole. */
  shrinkTo?: number
  /** Which side is cut: the end, or for paths the start. */
  cut?: 'end' | 'start'
  /** Applied after everything was measured and cut. */
  style?: (row: Row) => (text: string) => string
}

export interface TableOptions {
  /** Width of the terminal; null leaves everything whole. */
  columns: number | null
  heading: (text: string) => string
}

const gap = 2

/** Rows under headings, without rules or wrapped cells; never wider than the terminal where that is possible. */
export function renderTable<Row>(
  rows: readonly Row[],
  columns: Column<Row>[],
  options: TableOptions,
): string {
  const cells = rows.map((row) => columns.map((column) => column.value(row)))
  // A column in which nothing stands says nothing.
  const shown = columns.flatMap((_, i) => (cells.some((row) => row[i] !== '') ? [i] : []))
  const widths = new Map(
    shown.map((i) => [
      i,
      Math.max(stringWidth(columns[i]?.title ?? ''), ...cells.map((row) => stringWidth(row[i] ?? ''))),
    ]),
  )
  if (options.columns !== null) shrink(widths, columns, options.columns)

  const table = new Table({
    chars: emptyChars,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': gap, compact: true },
    colAligns: shown.map((i) => columns[i]?.align ?? 'left'),
  })
  const cutTo = (text: string, i: number) => truncate(text, widths.get(i) ?? 0, columns[i]?.cut ?? 'end')
  // The heading takes its place in the cell's own width, so it is aligned as its column is.
  table.push(shown.map((i) => options.heading(cutTo(columns[i]?.title ?? '', i))))
  for (const [r, row] of rows.entries()) {
    table.push(
      shown.map((i) => {
        const text = cutTo(cells[r]?.[i] ?? '', i)
        return columns[i]?.style?.(row)(text) ?? text
      }),
    )
  }
  return `${table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')}\n`
}

/** Takes columns from the widest of those that may shrink, until all cutTo. */
function shrink<Row>(widths: Map<number, number>, columns: Column<Row>[], available: number): void {
  const total = () => [...widths.values()].reduce((sum, width) => sum + width, gap * (widths.size - 1))
  while (total() > available) {
    const [widest] = [...widths]
      .filter(([i, width]) => width > (columns[i]?.shrinkTo ?? width))
      .sort((a, b) => b[1] - a[1])
    if (!widest) return
    widths.set(widest[0], widest[1] - 1)
  }
}

const emptyChars = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
}
