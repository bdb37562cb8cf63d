import { type Amount, looksLikeMoney } from './amounts.ts'
import { type Entry, mainAmount } from './entry.ts'
import type { EntryKind } from './entry-kinds.ts'
import type { Label } from './labels.ts'
import type { NumberStyle } from './number-style.ts'
import type { Row } from './rows.ts'
import { isTaxTableHead } from './tax-table.ts'

/** What a phrase alone got wrong and the other rows put right. */
export function correctKinds(
  entries: Entry[],
  rows: Row[],
  labels: Map<Row, Label[]>,
  amounts: Map<Row, Amount[]>,
  style: NumberStyle,
): Entry[] {
  const sizeOf = (entry: Entry) => Math.abs(mainAmount(entry, style)?.value ?? 0)
  const unnamed = (entry: Entry) =>
    rows
      .filter((row) => row !== entry.row)
      .flatMap((row) => (amounts.get(row) ?? []).filter((a) => looksLikeMoney(a, style)))
      .map((a) => Math.abs(a.value))
  const firstTotal = entries.find(
    (e) => (e.kind === 'total' || e.kind === 'grandTotal') && mainAmount(e, style) !== null,
  )
  const taxTable = rows.find(
    (row) => firstTotal && row.index > firstTotal.row.index && isTaxTableHead(row, labels, style),
  )
  const subtotal = Math.max(0, ...entries.filter((e) => e.kind === 'subtotal').map(sizeOf))
  return entries.map((entry) => {
    // `Total RM lnd. of GST 30.10`, its `incl` garbled: a tax is a small part of any sum.
    const namesTotal = entry.labels.some((l) => l.kind === 'total')
    const others = entries.filter((e) => e.row !== entry.row && sums.has(e.kind)).map(sizeOf)
    const isLarge = sizeOf(entry) > 0.3 * Math.max(...(others.some((v) => v > 0) ? others : unnamed(entry)))
    if (entry.kind === 'tax' && namesTotal && isLarge) return { ...entry, kind: 'grandTotal' }
    // `Sub Total 3,300, PST 528, Net Amount 3,828`: more than the subtotal is no net of it.
    if (
      entry.kind === 'net' &&
      entry.labels[0]?.phrase === 'net amount' &&
      sizeOf(entry) > subtotal &&
      subtotal > 0
    )
      return { ...entry, kind: 'grandTotal' }
    // The last line of a tax table below the total sums up the table.
    const isBelow = taxTable !== undefined && entry.row.index > taxTable.index
    if (entry.kind === 'total' && isBelow && entry.row.page === taxTable.page)
      return { ...entry, kind: 'net' }
    return entry
  })
}

const sums: ReadonlySet<EntryKind> = new Set(['grandTotal', 'total', 'subtotal', 'cash', 'card', 'net'])
