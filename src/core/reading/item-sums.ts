import { mainAmount } from './entry.ts'
import type { ReadItem } from './items.ts'
import type { Sheet } from './sheet.ts'

/**
 * The items without what got among them: numbers larger than anything that was to be paid, a sum of the items
 * above it, and figures of the head or foot of the receipt, where the others add up without them.
 */
export function withoutStrangers(items: ReadItem[], sheet: Sheet): ReadItem[] {
  const named = sheet.entries.flatMap((entry) => {
    const amount = mainAmount(entry, sheet.style)
    return amount ? [{ kind: entry.kind, value: amount.value }] : []
  })
  const totals = named.filter((n) => ['grandTotal', 'total', 'subtotal'].includes(n.kind) && n.value > 0)
  if (totals.length === 0) return untilSum(items)
  const most = Math.max(...named.map((n) => n.value))
  const possible = items.filter((item) => item.amount.value <= most || sumOf(items) === most)
  let sum = 0
  const single = possible.filter((item, index) => {
    if (index >= 2 && sum > 0 && item.amount.value === sum && item.quantity === null) return false
    sum += item.amount.value
    return true
  })
  const fits = (rest: ReadItem[]) => totals.some((total) => total.value === sumOf(rest))
  if (fits(single)) return single
  for (let cut = 1; cut <= 3; cut++) {
    for (let front = cut; front >= 0; front--) {
      const rest = single.slice(front, single.length - (cut - front))
      if (rest.length >= 1 && fits(rest)) return rest
    }
  }
  return single
}

/** Where no phrase names the total, the items end at the amount that they make together. */
function untilSum(items: ReadItem[]): ReadItem[] {
  const end = items.findIndex(
    (item, index) =>
      index >= 2 && item.amount.value > 0 && item.amount.value === sumOf(items.slice(0, index)),
  )
  return end < 0 ? items : items.slice(0, end)
}

const sumOf = (items: ReadItem[]) => items.reduce((sum, item) => sum + item.amount.value, 0)
