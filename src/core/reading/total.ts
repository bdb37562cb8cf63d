import type { Amount } from './amounts.ts'
import { currenciesIn } from './currency.ts'
import { mainAmount } from './entry.ts'
import type { EntryKind } from './entry-kinds.ts'
import type { ReadItem } from './items.ts'
import { findProofs, type Proof, type ProofKind } from './proofs.ts'
import { moneyIn, type Sheet, usualHeight } from './sheet.ts'
import type { Sums } from './sums.ts'
import type { TaxReading } from './taxes.ts'
import { isMisread, workedOut } from './worked-out-total.ts'

export interface TotalReading {
  /** Thousandths. */
  value: number | null
  decimals: number
  score: number
  /** Lead over the next value. */
  margin: number
  /** Kinds of sums that arrive at this value. */
  confirmedBy: ProofKind[]
  /** Kinds of sums that arrive at other values only. */
  contradictedBy: ProofKind[]
  /** How many further rows show the same amount. */
  repeats: number
  /** Mean recognition probability of the row it was read from. */
  legibility: number
  /** A phrase that names the total stands beside it. */
  named: boolean
  /** Not read anywhere: other figures add up to it. */
  workedOut: boolean
  /** Everything that spoke for it, for explaining the choice. */
  evidence: string[]
}

/** An amount that may be the total, with all that speaks for it. */
export interface TotalCandidate {
  value: number
  decimals: number
  score: number
  evidence: string[]
  named: boolean
  repaired: boolean
  places: number
  legibility: number
  /** Some phrase stands beside it that a total can have. */
  labelled: boolean
  workedOut: boolean
}

const nothing: TotalReading = {
  value: null,
  decimals: 2,
  score: 0,
  margin: 0,
  confirmedBy: [],
  contradictedBy: [],
  repeats: 0,
  legibility: 0,
  named: false,
  workedOut: false,
  evidence: [],
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
export function readTotal(sheet: Sheet, sums: Sums, taxes: TaxReading, items: ReadItem[]): TotalReading {
  const { style } = sheet
  const candidates = collect(sheet)
  const unit = style.decimals === 0 ? 1000 : 10
  const proofs = findProofs(sheet, sums, taxes, items)
  candidates.push(...workedOut(sheet, candidates, proofs))
  const largest = Math.max(0, ...items.map((item) => item.amount.value))
  for (const candidate of candidates) {
    const add = (points: number, reason: string) => {
      candidate.score += points
      candidate.evidence.push(`${reason} ${points > 0 ? '+' : ''}${points.toFixed(1)}`)
    }
    for (const { name, value, points } of proofs) {
      if (Math.abs(value - candidate.value) < unit) add(points, name)
    }
    // A guessed decimal point must be borne out by a sum or by the same amount elsewhere.
    const borneOut =
      candidate.places > 1 ||
      proofs.some((p) => p.kind !== 'card' && Math.abs(p.value - candidate.value) < unit)
    if (candidate.repaired && !borneOut) add(-2.5, 'not borne out')
    // The same amount in several places, one digit of it misread where it is named.
    const misread = candidates.find((c) => c.named && c.places === 1 && isMisread(c.value, candidate.value))
    if (misread && !candidate.named && candidate.places > 1) add(2, 'named with one digit misread')
    if (candidate.value === 0 && !isPaidByReward(sheet, sums, candidate)) add(-5, 'zero')
    if (candidate.value < largest && candidate.value !== 0 && sums.discount === null)
      add(-1.5, 'less than an item')
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
    } else if (candidates.some((c) => c.named && isRounded(candidate, c))) add(-2, 'before rounding')
    if (cash && change && change.value > 0 && candidate.value === cash.value && !candidate.named)
      add(-2, 'handed over')
  }
  // Where no phrase, no sum and no repetition points to it, the largest price is just that.
  const founded = candidates.filter(
    (c) => c.labelled || c.places > 2 || proofs.some((p) => Math.abs(p.value - c.value) < unit),
  )
  founded.sort((a, b) => b.score - a.score)
  const best = founded[0]
  if (!best || best.score < 1) {
    return nothing
  }
  return {
    value: best.value,
    decimals: best.decimals,
    score: best.score,
    margin: best.score - (founded[1]?.score ?? 0),
    ...weighProofs(proofs, best.value, sums, unit),
    named: best.named,
    workedOut: best.workedOut,
    repeats: best.places - 1,
    legibility: best.legibility,
    evidence: best.evidence,
  }
}

function collect(sheet: Sheet): TotalCandidate[] {
  const { rows, entries, style } = sheet
  const byValue = new Map<number, TotalCandidate>()
  const usual = usualHeight(rows)
  const totals = entries.filter((e) => e.kind === 'grandTotal' || e.kind === 'total')
  const put = (amount: Amount, score: number, reason: string, named: boolean, labelled = named) => {
    const known = byValue.get(amount.value)
    if (!known) {
      byValue.set(amount.value, {
        value: amount.value,
        decimals: amount.decimals,
        score,
        evidence: [`${reason} ${score.toFixed(1)}`],
        named,
        repaired: amount.repaired,
        places: 1,
        legibility: legibilityOf(amount),
        labelled,
        workedOut: false,
      })
      return
    }
    // A second place that shows the same amount supports it; the strongest place counts in full.
    known.places++
    if (score > known.score) known.legibility = legibilityOf(amount)
    const [high, low] = score > known.score ? [score, known.score] : [known.score, score]
    const support = low > 0 ? Math.min(0.7, 0.3 * low) : Math.max(-1, 0.2 * low)
    known.score = high + support
    known.named ||= named
    known.labelled ||= labelled
    known.evidence.push(`${reason} ${score.toFixed(1)}`)
  }
  for (const entry of entries) {
    const amount = mainAmount(entry, style)
    if (!amount) continue
    let score = labelScore[entry.kind]
    const named = entry.kind === 'grandTotal' || entry.kind === 'total'
    if (!entry.sameRow && score > 0) score -= 0.7
    // The same total again in the buyer's own money.
    const codes = currenciesIn(entry.row.text)
    if (score > 0 && codes.length > 0 && !codes.includes(sheet.money.currency ?? '')) score = 0.1
    if (entry.labels.some((label) => label.errors > 0) && score > 0) score -= 0.4
    if (named) score += Math.min(1, 0.25 * totals.indexOf(entry))
    const size = entry.row.height / usual
    if (size > 1.2 && score > 0) score += Math.min(1.2, (size - 1) * 1.5)
    put(amount, score, entry.labels.map((label) => label.phrase).join(' '), named, score > 0)
  }
  const labelled = new Map(entries.flatMap((entry) => entry.amounts.map((amount) => [amount, entry.kind])))
  let largest: Amount | null = null
  for (const row of rows) {
    for (const amount of moneyIn(sheet, row)) {
      const kind = labelled.get(amount)
      if (kind !== undefined && (kind !== 'weakTotal' || totals.length > 0)) continue
      if (kind === undefined) put(amount, 0.2, 'unnamed', false)
      if (!largest || amount.value > largest.value) largest = amount
    }
  }
  if (largest) put(largest, 1, 'largest', false)
  return [...byValue.values()]
}

/** Nothing to pay: named so, no other total is named, none of the payments is more, and a reward or discount stands above. */
function isPaidByReward({ entries, style }: Sheet, sums: Sums, { named }: TotalCandidate): boolean {
  const amountOf = (entry: Sheet['entries'][number]) => mainAmount(entry, style)?.value ?? 0
  const asked = entries.filter((e) => ['total', 'grandTotal', 'cash', 'card'].includes(e.kind))
  const takenOff = entries.some((e) => ['discount', 'loyalty'].includes(e.kind) && amountOf(e) < 0)
  return named && asked.every((e) => amountOf(e) === 0) && (takenOff || sums.discount !== null)
}

/** Two named totals that a few coins part, the other one in steps of five: rounding whose row was not read. */
function isRounded(candidate: TotalCandidate, other: TotalCandidate): boolean {
  const coins = Math.abs(candidate.value - other.value)
  return candidate.named && coins > 0 && coins < 50 && other.value % 50 === 0 && candidate.value % 50 !== 0
}

/** Recognition probability of the box an amount stands in. */
function legibilityOf(amount: Amount): number {
  const cell = amount.row.cells.find((c) => amount.right >= c.x - 1 && amount.right <= c.x + c.width + 1)
  return cell?.confidence ?? 1
}

/** Which kinds of sums agree with the chosen total, and which have an opinion but another one. */
function weighProofs(proofs: Proof[], total: number, sums: Sums, unit: number) {
  const agrees = (proof: Proof, tolerance: number) => Math.abs(proof.value - total) < tolerance
  const confirmedBy = [...new Set(proofs.filter((p) => agrees(p, unit) && p.points > 0.5).map((p) => p.kind))]
  // Coins that rounding moved are no contradiction.
  const coins = sums.rounding || unit > 10 ? unit : 60
  const contradictedBy = [...new Set(proofs.map((p) => p.kind))].filter(
    (kind) =>
      ['cash', 'card', 'subtotal', 'items', 'net'].includes(kind) &&
      !proofs.some((p) => p.kind === kind && agrees(p, coins)),
  )
  return { confirmedBy, contradictedBy }
}
