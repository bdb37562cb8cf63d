import Table from 'cli-table3'
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

const gap = 2
/** cli-table3 slows down with the square of the rows; as parts of one table, all with the same widths, it does not. */
const rowsAtOnce = 500

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
  const parts: string[] = []
  let part = emptyTable(shown)
  const end = () => {
    parts.push(part.toString().replace(/ +$/gm, ''))
    part = emptyTable(shown)
  }
  part.push(
    shown.map(({ column, width }) => styled(truncate(column.title, width, column.cut), options.heading)),
  )
  for (const [i, row] of rows.entries()) {
    const parted = options.gapBefore?.(row) ?? false
    if (parted || part.length >= rowsAtOnce) end()
    if (parted) parts.push('')
    part.push(
      shown.map(({ column, cells, width }) =>
        styled(truncate(cells[i] ?? '', width, column.cut), column.style?.(row)),
      ),
    )
  }
  end()
  return `${parts.join('\n')}\n`
}

function styled(text: string, style: ((text: string) => string) | undefined): string {
  return text === '' || !style ? text : style(text)
}

/** A table without rules, whose columns are as wide as was decided. */
function emptyTable<Row>(shown: readonly Shown<Row>[]): Table.Table {
  const none = Object.fromEntries(borders.map((border) => [border, '']))
  return new Table({
    chars: none,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': gap, compact: true },
    colAligns: shown.map(({ column }) => column.align ?? 'left'),
    colWidths: shown.map(({ width }) => width + gap),
  })
}

const borders: Table.CharName[] = [
  ...(['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left'] as const),
  ...(['bottom-right', 'left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'] as const),
]

interface Shown<Row> {
  column: Column<Row>
  cells: string[]
  width: number
}

/** Narrows the widest of those columns that may shrink; where that does not do, leaves columns out. */
function fitted<Row>(columns: readonly Shown<Row>[], available: number): Shown<Row>[] {
  const narrowed = columns.map((each) => ({ ...each }))
  const total = () => narrowed.reduce((sum, { width }) => sum + width, gap * (narrowed.length - 1))
  const [least] = columns
    .filter(({ column }) => column.leaveOut !== undefined)
    .sort((a, b) => (a.column.leaveOut ?? 0) - (b.column.leaveOut ?? 0))
  // Where nothing more can be left out, what may shrink does so to its last letter.
  const narrowest = ({ column: { shrinkTo }, width }: Shown<Row>) =>
    shrinkTo === undefined ? width : least ? shrinkTo : 1
  while (total() > available) {
    const [widest] = narrowed.filter((each) => each.width > narrowest(each)).sort((a, b) => b.width - a.width)
    if (!widest) break
    widest.width--
  }
  if (total() <= available || !least) return narrowed
  return fitted(
    columns.filter((column) => column !== least),
    available,
  )
}
