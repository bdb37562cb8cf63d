import type { Amount } from './amounts.ts'
import { mainAmount } from './entry.ts'
import type { ReadItem } from './items.ts'
import { moneyIn, type Sheet } from './sheet.ts'
import type { Sums } from './sums.ts'
import type { TaxReading } from './taxes.ts'

/** A way to arrive at the total without reading it. */
export type ProofKind = 'cash' | 'card' | 'rounding' | 'fee' | 'subtotal' | 'items' | 'net'

export interface Proof {
  kind: ProofKind
  /** What was added up, in words. */
  name: string
  /** Thousandths. */
  value: number
  /** How much it adds to the score of an amount of this value. */
  points: number
}

/** Amounts that other figures of the receipt add up to, and how much such a sum proves. */
export function findProofs(sheet: Sheet, sums: Sums, taxes: TaxReading, items: ReadItem[]): Proof[] {
  const proofs: Proof[] = []
  const put = (kind: ProofKind, name: string, value: number, points: number) => {
    if (value !== 0 && !proofs.some((p) => p.kind === kind && p.value === value)) {
      proofs.push({ kind, name, value, points })
    }
  }
  const { cash, change, rounding, cards } = sums
  if (cash && change && change.value !== 0 && cash.value > Math.abs(change.value)) {
    put('cash', 'cash − change', cash.value - Math.abs(change.value), 3)
  }
  if (cash && change?.value === 0) put('cash', 'cash without change', cash.value, 1.5)
  for (const card of cards) put('card', 'card payment', card.value, 1)
  const totals = namedTotals(sheet)
  for (const total of totals) {
    // A total before tax or service, and the one after it.
    addSums('subtotal', total.value, sums, taxes.total, (kind, name, value) => {
      if (value > total.value && totals.some((other) => other.value === value)) put(kind, name, value, 1.8)
    })
    if (rounding && rounding.value !== 0 && Math.abs(rounding.value) < 1000) {
      put('rounding', 'total + rounding', total.value + rounding.value, 2.5)
    }
    const isRounded = totals.some(
      (other) => total.value % 50 === 0 && other.value % 50 !== 0 && Math.abs(total.value - other.value) < 50,
    )
    if (!rounding && isRounded) put('rounding', 'another total, rounded', total.value, 2.5)
    // Several tips are suggestions; a single one was given.
    const tips = sheet.entries.filter((entry) => entry.kind === 'tip' && mainAmount(entry, sheet.style))
    const withTip = total.value + (sums.tip?.value ?? 0)
    const isPaid = sheet.entries.some(
      (entry) => entry.kind !== 'tip' && mainAmount(entry, sheet.style)?.value === withTip,
    )
    if (sums.tip && tips.length === 1 && isPaid) put('fee', 'total + tip', withTip, 4)
    // A fee between the named total and what the card was charged.
    for (const card of cards) {
      const fee = card.value - total.value
      const printed = sheet.rows
        .slice(total.row.index + 1, card.row.index)
        .some((row) => moneyIn(sheet, row).some((a) => a.value === fee))
      if (fee > 0 && printed) put('fee', 'total + fee', card.value, 4)
    }
  }
  if (namedTotals(sheet).length === 0) {
    for (const { value, name, points } of unnamedSums(sheet)) put('items', name, value, points)
  }
  const itemSum = items.reduce((sum, item) => sum + item.amount.value, 0)
  for (const subtotal of sums.subtotals) addSums('subtotal', subtotal.value, sums, taxes.total, put)
  addSums('items', itemSum, sums, taxes.total, put)
  const netSum = taxes.lines.reduce(
    (sum, line) => sum + (line.base ? line.base.value + line.amount.value : 0),
    0,
  )
  if (taxes.lines.length > 0 && taxes.lines.every((line) => line.base)) put('net', 'net + tax', netSum, 1.5)
  return proofs
}

/**
 * Sums in the columns of a receipt whose phrases cannot be read: an amount that is what the three or more above
 * it make together, or the two above it where it stands there again; and what is left of the next after the change.
 */
function unnamedSums(sheet: Sheet): { value: number; name: string; points: number }[] {
  const column = sheet.rows.flatMap((row) => moneyIn(sheet, row).at(-1)?.value ?? [])
  const found: { value: number; name: string; points: number }[] = []
  for (const [end, value] of column.entries()) {
    const again = column.filter((other) => other === value).length > 1
    let sum = 0
    for (let start = end - 1; start >= 0 && sum < value; start--) {
      sum += column[start] ?? 0
      if (sum === value && end - start >= (again ? 2 : 3)) {
        found.push({ value, name: 'sum of the rows above', points: 2 })
      }
    }
    const [handed, back] = [column[end + 1] ?? 0, column[end + 2] ?? 0]
    if (back > 0 && value > 0 && handed === value + back) {
      found.push({ value, name: 'rows below as cash and change', points: 1.5 })
    }
  }
  return found
}

function namedTotals({ entries, style }: Sheet): Amount[] {
  return entries.flatMap((entry) => {
    const amount = entry.kind === 'grandTotal' || entry.kind === 'total' ? mainAmount(entry, style) : null
    return amount ?? []
  })
}

/** The subtotal from which the total follows, where several are named; else the last. */
export function chooseSubtotal(sums: Sums, taxes: TaxReading, total: number | null): Amount | null {
  const leadsToTotal = (subtotal: Amount) => {
    let found = false
    addSums('subtotal', subtotal.value, sums, taxes.total, (_kind, _name, value) => {
      found ||= value === total
    })
    return found
  }
  return sums.subtotals.find(leadsToTotal) ?? sums.subtotal
}

/** Whether items or a subtotal, with this tax and any of the other named amounts, make a total. */
export function taxLeadsToTotal(tax: number, sheet: Sheet, sums: Sums, items: ReadItem[]): boolean {
  const totals = new Set(namedTotals(sheet).map((amount) => amount.value))
  const itemSum = items.reduce((sum, item) => sum + item.amount.value, 0)
  let found = false
  for (const base of [itemSum, ...sums.subtotals.map((amount) => amount.value)]) {
    addSums('items', base, sums, tax, (_kind, name, value) => {
      found ||= name.includes(' + tax') && totals.has(value)
    })
  }
  return found
}

/** The base with every choice of tax, service charge, tip, rounding added and discount taken off. */
function addSums(
  kind: 'subtotal' | 'items',
  base: number,
  sums: Sums,
  tax: number | null,
  put: (kind: ProofKind, name: string, value: number, points: number) => void,
): void {
  if (base === 0) return
  const parts: [string, number][] = [
    ['tax', tax ?? 0],
    ['service', sums.service?.value ?? 0],
    ['tip', sums.tip?.value ?? 0],
    ['rounding', sums.rounding?.value ?? 0],
    ['discount', -(sums.discount ?? 0)],
  ]
  const present = parts.filter(([, value]) => value !== 0)
  for (let choice = 0; choice < 2 ** present.length; choice++) {
    const chosen = present.filter((_, i) => choice & (1 << i))
    const value = chosen.reduce((sum, [, part]) => sum + part, base)
    const name = [kind, ...chosen.map(([part]) => part)].join(' + ')
    // A subtotal alone is the same figure printed twice, no sum.
    put(
      kind,
      name,
      value,
      kind === 'items' ? 1.6 : chosen.length === 0 ? 0.3 : chosen.length === 1 ? 1.8 : 2.4,
    )
  }
}
