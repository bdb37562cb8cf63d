import type { Check, ExpenseDraft } from './expense.ts'
import { type Money, toDecimal } from './money.ts'

/** The figures of a draft, and what was paid in cash. */
export type Figures = Pick<
  ExpenseDraft,
  | 'total'
  | 'subtotal'
  | 'taxTotal'
  | 'taxIncluded'
  | 'tip'
  | 'serviceCharge'
  | 'discountTotal'
  | 'rounding'
  | 'taxLines'
  | 'items'
> & { cashGiven: Money | null; changeGiven: Money | null }

/**
 * The arithmetic a receipt must satisfy, as far as its figures allow. A check that lacks a figure is left
 * out: silence is not success, but it is no failure either. All figures have one currency.
 */
export function selfCheck(figures: Figures): Check[] {
  return [sumCheck(figures), itemsCheck(figures), ...taxChecks(figures), paymentCheck(figures)].filter(
    (check) => check !== null,
  )
}

/** Subtotal and what comes on top of it against the total, with and without the tax. */
function sumCheck(figures: Figures): Check | null {
  const { subtotal, total } = figures
  if (!subtotal || !total) return null
  const extras = [
    { label: 'tip', money: figures.tip, sign: 1 },
    { label: 'service', money: figures.serviceCharge, sign: 1 },
    { label: 'rounding', money: figures.rounding, sign: 1 },
  ]
  const tax = { label: 'tax', money: figures.taxTotal, sign: 1 }
  const discount = { label: 'discount', money: figures.discountTotal, sign: -1 }
  // Receipts print the subtotal before or after tax and discount, even where prices contain the tax; the
  // reading that closes is the right one.
  for (const taxes of [[], [tax]]) {
    for (const discounts of [[], [discount]]) {
      const sum = add(subtotal, [...discounts, ...taxes, ...extras])
      if (sum.minorUnits === total.minorUnits) return { name: 'sum', passed: true, detail: sum.detail(total) }
    }
  }
  const sum = add(subtotal, [discount, ...(figures.taxIncluded === true ? [] : [tax]), ...extras])
  return { name: 'sum', passed: false, detail: sum.detail(total) }
}

/** Line items against the subtotal or the total: where prices contain the tax, a subtotal may not. */
function itemsCheck(figures: Figures): Check | null {
  const amounts = figures.items.map((item) => item.amount)
  if (amounts.length === 0 || amounts.some((amount) => amount === null)) return null
  const sum = amounts.reduce((all, amount) => all + (amount?.minorUnits ?? 0), 0)
  const { subtotal, total } = figures
  const shown = subtotal ?? total
  if (!shown) return null
  const units = (money: Money | null) => money?.minorUnits ?? 0
  const inBetween = [-units(figures.discountTotal), units(figures.taxTotal)]
  const onTop = [units(figures.serviceCharge), units(figures.tip), units(figures.rounding)]
  const passed = closes(sum, subtotal, inBetween) || closes(sum, total, [...inBetween, ...onTop])
  const label = subtotal ? 'subtotal' : 'total'
  const show = (minorUnits: number) => toDecimal(minorUnits, shown.currency)
  const count = `${amounts.length} line item${amounts.length === 1 ? '' : 's'}`
  return { name: 'items', passed, detail: `${count} = ${show(sum)}, ${label} ${show(shown.minorUnits)}` }
}

/** Whether some of the extras lead from a sum to the target: receipts count them in or print them apart. */
function closes(sum: number, target: Money | null, extras: number[]): boolean {
  let sums = [sum]
  for (const extra of extras) sums = sums.concat(sums.map((one) => one + extra))
  return target !== null && sums.includes(target.minorUnits)
}

/** Each tax line against its rate: on its base where printed, with the tax inside or on top of it. */
function taxChecks(figures: Figures): Check[] {
  return figures.taxLines.flatMap((line) => {
    const rate = line.rate === null ? Number.NaN : Number(line.rate)
    if (!line.base || !line.amount || !Number.isFinite(rate)) return []
    const base = line.base.minorUnits
    const onTop = (base * rate) / 100
    const inside = (base * rate) / (100 + rate)
    // Taxes are rounded for each item or once for all: allow a minor unit, and a little on large bases.
    const tolerance = Math.max(1, Math.abs(base) / 5000)
    const passed = [onTop, inside].some((tax) => Math.abs(tax - (line.amount?.minorUnits ?? 0)) <= tolerance)
    const show = (money: Money) => toDecimal(money.minorUnits, money.currency)
    return [
      {
        name: 'tax_rate' as const,
        passed,
        detail: `${rate} % of ${show(line.base)}, printed ${show(line.amount)}`,
      },
    ]
  })
}

/** Cash given less change against the total. */
function paymentCheck({ cashGiven, changeGiven, total }: Figures): Check | null {
  if (!cashGiven || !changeGiven || !total) return null
  const paid = cashGiven.minorUnits - Math.abs(changeGiven.minorUnits)
  const show = (minorUnits: number) => toDecimal(minorUnits, total.currency)
  return {
    name: 'payment',
    passed: paid === total.minorUnits,
    detail: `${show(cashGiven.minorUnits)} cash − ${show(Math.abs(changeGiven.minorUnits))} change = ${show(paid)}, total ${show(total.minorUnits)}`,
  }
}

function add(start: Money, parts: { label: string; money: Money | null; sign: number }[]) {
  const present = parts.flatMap(({ label, money, sign }) =>
    money && money.minorUnits !== 0 ? [{ label, minorUnits: sign * money.minorUnits }] : [],
  )
  const minorUnits = present.reduce((sum, part) => sum + part.minorUnits, start.minorUnits)
  const show = (units: number) => toDecimal(units, start.currency)
  const terms = present.map(
    (part) => ` ${part.minorUnits < 0 ? '−' : '+'} ${show(Math.abs(part.minorUnits))} ${part.label}`,
  )
  return {
    minorUnits,
    detail: (total: Money) =>
      `${show(start.minorUnits)}${terms.join('')} = ${show(minorUnits)}, printed ${show(total.minorUnits)}`,
  }
}
