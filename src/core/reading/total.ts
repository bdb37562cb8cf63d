import { type Amount, looksLikeMoney, type NumberStyle } from './amounts.ts'
import { type Entry, type EntryKind, mainAmount } from './entries.ts'
import type { ReadItem } from './items.ts'
import type { Row } from './rows.ts'
import type { Sums } from './sums.ts'
import type { TaxReading } from './taxes.ts'

export interface TotalReading {
  /** Thousandths. */
  value: number | null
  decimals: number
  score: number
  /** Lead over the next value. */
  margin: number
  /** Independent sums that arrive at this value. */
  confirmations: string[]
  /** A phrase that names the total stands beside it. */
  named: boolean
  /** Everything that spoke for it, for explaining the choice. */
  evidence: string[]
}

interface Candidate {
  value: number
  decimals: number
  score: number
  evidence: string[]
  named: boolean
  repaired: boolean
}

/** How much a phrase beside an amount says that it is the total. */
const labelScore: Record<EntryKind, number> = {
  grandTotal: 5.4,
  total: 4,
  weakTotal: 2,
  card: 2.2,
  cash: 1,
  subtotal: 1,
  net: -1,
  tax: -2.5,
  change: -3,
  rounding: -3,
  tip: -3,
  service: -3,
  discount: -3,
  count: -3,
  loyalty: -4,
}

/** Scores every amount that could be the total by all evidence, and takes the best. */
export function readTotal(
  rows: Row[],
  entries: Entry[],
  amounts: Map<Row, Amount[]>,
  style: NumberStyle,
  sums: Sums,
  taxes: TaxReading,
  items: ReadItem[],
): TotalReading {
  const candidates = collect(rows, entries, amounts, style)
  const unit = style.decimals === 0 ? 1000 : 10
  const targets = targetSums(entries, amounts, style, sums, taxes, items)
  const largest = Math.max(0, ...items.map((item) => item.amount.value))
  for (const candidate of candidates) {
    const add = (points: number, reason: string) => {
      candidate.score += points
      candidate.evidence.push(`${reason} ${points > 0 ? '+' : ''}${points.toFixed(1)}`)
    }
    for (const { name, value, points } of targets) {
      if (Math.abs(value - candidate.value) < unit) add(points, name)
    }
    if (candidate.value === 0) add(-5, 'zero')
    if (candidate.value < largest && sums.discount === null) add(-1.5, 'less than an item')
    const { rounding, change, cash } = sums
    if (rounding && rounding.value !== 0) {
      // Total before rounding: another candidate is this one plus the rounding.
      const after = [candidate.value + rounding.value, candidate.value - Math.abs(rounding.value)]
      if (
        Math.abs(rounding.value) < 1000 &&
        candidates.some((c) => c !== candidate && c.named && after.includes(c.value) && c.value % 50 === 0) &&
        candidate.value % 50 !== 0
      ) {
        add(-2, 'before rounding')
      }
    }
    if (cash && change && change.value > 0 && candidate.value === cash.value && !candidate.named)
      add(-2, 'handed over')
  }
  candidates.sort((a, b) => b.score - a.score)
  const best = candidates[0]
  if (!best || best.score < 1) {
    return { value: null, decimals: 2, score: 0, margin: 0, confirmations: [], named: false, evidence: [] }
  }
  return {
    value: best.value,
    decimals: best.decimals,
    score: best.score,
    margin: best.score - (candidates[1]?.score ?? 0),
    confirmations: targets.filter((t) => Math.abs(t.value - best.value) < unit).map((t) => t.name),
    named: best.named,
    evidence: best.evidence,
  }
}

function collect(
  rows: Row[],
  entries: Entry[],
  amounts: Map<Row, Amount[]>,
  style: NumberStyle,
): Candidate[] {
  const byValue = new Map<number, Candidate>()
  const heights = rows.map((row) => row.height).sort((a, b) => a - b)
  const usual = heights[Math.floor(heights.length / 2)] ?? 1
  const totals = entries.filter((e) => e.kind === 'grandTotal' || e.kind === 'total')
  const put = (amount: Amount, score: number, reason: string, named: boolean) => {
    const known = byValue.get(amount.value)
    if (!known) {
      byValue.set(amount.value, {
        value: amount.value,
        decimals: amount.decimals,
        score,
        evidence: [`${reason} ${score.toFixed(1)}`],
        named,
        repaired: amount.repaired,
      })
      return
    }
    // A second place that shows the same amount supports it; the strongest place counts in full.
    const [high, low] = score > known.score ? [score, known.score] : [known.score, score]
    const support = low > 0 ? Math.min(0.7, 0.3 * low) : Math.max(-1, 0.2 * low)
    known.score = high + support
    known.named ||= named
    known.evidence.push(`${reason} ${score.toFixed(1)}`)
  }
  for (const entry of entries) {
    const amount = mainAmount(entry, style)
    if (!amount) continue
    let score = labelScore[entry.kind]
    const named = entry.kind === 'grandTotal' || entry.kind === 'total'
    if (!entry.sameRow && score > 0) score -= 0.7
    if (entry.labels.some((label) => label.errors > 0) && score > 0) score -= 0.4
    if (named) score += Math.min(1, 0.25 * totals.indexOf(entry))
    const size = entry.row.height / usual
    if (size > 1.2 && score > 0) score += Math.min(1.2, (size - 1) * 1.5)
    put(amount, score, entry.labels.map((label) => label.phrase).join(' '), named)
  }
  const labelled = new Set(entries.flatMap((entry) => entry.amounts))
  let largest: Amount | null = null
  for (const row of rows) {
    for (const amount of amounts.get(row) ?? []) {
      if (labelled.has(amount) || !looksLikeMoney(amount, style)) continue
      put(amount, 0.2, 'unnamed', false)
      if (!largest || amount.value > largest.value) largest = amount
    }
  }
  if (largest) put(largest, 1, 'largest unnamed', false)
  return [...byValue.values()]
}

/** Amounts that other figures of the receipt add up to, and how much such a sum proves. */
function targetSums(
  entries: Entry[],
  amounts: Map<Row, Amount[]>,
  style: NumberStyle,
  sums: Sums,
  taxes: TaxReading,
  items: ReadItem[],
) {
  const unit = style.decimals === 0 ? 1000 : 10
  const targets: { name: string; value: number; points: number }[] = []
  const put = (name: string, value: number, points: number) => {
    if (value > 0 && !targets.some((t) => t.name === name && Math.abs(t.value - value) < unit))
      targets.push({ name, value, points })
  }
  const { subtotal, cash, change, rounding, service, tip, discount, cards } = sums
  if (cash && change && change.value !== 0 && cash.value > Math.abs(change.value)) {
    put('cash − change', cash.value - Math.abs(change.value), 3)
  }
  if (cash && change?.value === 0) put('cash without change', cash.value, 1.5)
  for (const card of cards) put('card payment', card.value, 1)
  const named = entries.flatMap((entry) => {
    const amount = entry.kind === 'grandTotal' || entry.kind === 'total' ? mainAmount(entry, style) : null
    return amount ? [amount] : []
  })
  for (const { value, row } of named) {
    if (rounding && rounding.value !== 0 && Math.abs(rounding.value) < 1000)
      put('total + rounding', value + rounding.value, 2.5)
    // A fee between the named total and what the card was charged.
    for (const card of cards) {
      const fee = card.value - value
      const printed = [...amounts].some(
        ([at, all]) => at.index > row.index && at.index < card.row.index && all.some((a) => a.value === fee),
      )
      if (fee > 0 && printed) put('total + fee', card.value, 4)
    }
  }
  const extras = [0, rounding?.value ?? 0]
  const itemSum = items.reduce((sum, item) => sum + item.amount.value, 0)
  const bases: [string, number][] = [
    ['subtotal', subtotal?.value ?? 0],
    ['items', items.length > 0 ? itemSum : 0],
  ]
  for (const [name, base] of bases) {
    if (base === 0) continue
    for (const round of extras) {
      for (const taxPart of [0, taxes.total ?? 0]) {
        for (const servicePart of [0, service?.value ?? 0]) {
          for (const tipPart of [0, tip?.value ?? 0]) {
            for (const off of [0, discount ?? 0]) {
              const parts = [taxPart, servicePart, tipPart, off, round].filter((part) => part !== 0).length
              const value = base + taxPart + servicePart + tipPart - off + round
              const plain = name === 'subtotal' && parts === 0
              put(`${name} sum`, value, plain ? 0.3 : name === 'items' ? 1.6 : 1.8)
            }
          }
        }
      }
    }
  }
  const netSum = taxes.lines.reduce(
    (sum, line) => sum + (line.base ? line.base.value + line.amount.value : 0),
    0,
  )
  if (taxes.lines.length > 0 && taxes.lines.every((line) => line.base)) put('net + tax', netSum, 1.5)
  return targets
}
