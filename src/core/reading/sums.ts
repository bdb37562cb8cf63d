import type { Amount } from './amounts.ts'
import { mainAmount } from './entry.ts'
import type { EntryKind } from './entry-kinds.ts'
import type { Sheet } from './sheet.ts'

/** The amounts around the total that the receipt names. */
export interface Sums {
  subtotal: Amount | null
  /** Every amount named a subtotal. */
  subtotals: Amount[]
  /** What the buyer handed over; null where the row says how the total was paid and there is no change. */
  cash: Amount | null
  change: Amount | null
  /** Each card or other non-cash payment. */
  cards: Amount[]
  rounding: Amount | null
  tip: Amount | null
  service: Amount | null
  /** Positive thousandths: what all discount rows took off together; null without any. */
  discount: number | null
}

/** Picks the named amounts from the entries. Where a kind occurs twice, the last in the receipt's body wins. */
export function readSums({ entries, style }: Sheet): Sums {
  const of = (kind: EntryKind) =>
    entries
      .filter((e) => e.kind === kind)
      .flatMap((entry) => {
        const amount = mainAmount(entry, style)
        return amount ? [amount] : []
      })
  const discounts = of('discount')
    .map((a) => Math.abs(a.value))
    .filter((value) => value > 0)
  const subtotals = of('subtotal').filter((a) => a.value !== 0)
  // Some tills print what was paid as taken off the total: `Cash -50.00`.
  const paid = (kind: EntryKind) =>
    of(kind)
      .map((a) => ({ ...a, value: Math.abs(a.value) }))
      .filter((a) => a.value > 0)
  // Rounding moves coins: a hundred in currencies without decimals, less than one unit in others.
  const coins = style.decimals === 0 ? 1_000_000 : 1_000
  return {
    subtotals,
    subtotal: subtotals.at(-1) ?? null,
    cash: paid('cash')[0] ?? null,
    change: of('change')[0] ?? null,
    cards: paid('card'),
    rounding:
      of('rounding')
        .filter((a) => Math.abs(a.value) < coins)
        .at(-1) ?? null,
    tip:
      of('tip')
        .filter((a) => a.value > 0)
        .at(-1) ?? null,
    service:
      of('service')
        .filter((a) => a.value > 0)
        .at(-1) ?? null,
    discount: discounts.length === 0 ? null : [...new Set(discounts)].reduce((sum, value) => sum + value, 0),
  }
}
