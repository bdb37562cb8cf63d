import type { ConfidenceField } from '../extraction.ts'
import type { MerchantReading } from './merchant.ts'
import type { PurchaseDateReading } from './purchase-date.ts'
import type { ReceiptParts } from './read-receipt.ts'
import type { TotalReading } from './total.ts'

/*
 * How the numbers came about: weights of logistic regressions, fitted on the receipts set aside for developing
 * (see docs/reading.md), each read as recognised and with simulated errors of recognition. Those of sums that
 * disagree and of totals that were worked out are stricter than fitted: the receipts for developing have too few
 * wrong totals left to learn from.
 */
const totalWeights = {
  bias: -1.05,
  named: 1,
  /** For each point of lead over the next amount, four at most. */
  margin: 0.7,
  confirmed: { cash: 1.45, card: 0.95, rounding: 0.95, fee: 0.95, subtotal: 0.95, items: 0.65, net: 0.6 },
  contradicted: { cash: -1.55, card: -0.5, rounding: 0, fee: 0, subtotal: -0.5, items: -0.55, net: -0.7 },
  /** For each further place that shows the amount, three at most. */
  repeated: 0.4,
  workedOut: -3,
}
const merchantWeights = { bias: -3.25, score: 0.45, margin: 0.65, legibility: 1.9 }
const dateWeights = { bias: 2.4, score: 0.3, margin: 0.3, home: -1, open: -3.5 }

/** Below these an answer should be looked at by a person. */
export const reviewThresholds: Record<ConfidenceField, number> = {
  merchant: 0.5,
  purchaseDate: 0.7,
  currency: 0.6,
  total: 0.92,
  taxTotal: 0.5,
  items: 0.3,
}

/** How likely each field that was read is right, 0 to 1. */
export function estimateConfidence(parts: ReceiptParts): Partial<Record<ConfidenceField, number>> {
  const { total, date, merchant, taxes, items } = parts
  const { money } = parts.sheet
  const confidence: Partial<Record<ConfidenceField, number>> = {}
  if (total.value !== null) confidence.total = chance(totalOdds(total))
  if (date.date !== null) confidence.purchaseDate = chance(dateOdds(date))
  if (merchant.name !== null) confidence.merchant = chance(merchantOdds(merchant))
  if (money.currency !== null) confidence.currency = money.certain ? 0.98 : money.printed ? 0.9 : 0.4
  if (taxes.total !== null) confidence.taxTotal = taxes.confirmed ? 0.88 : 0.68
  if (items.length > 0) confidence.items = total.confirmedBy.includes('items') ? 0.91 : 0.35
  return confidence
}

function totalOdds(total: TotalReading): number {
  const { bias, named, margin, confirmed, contradicted, repeated, workedOut } = totalWeights
  return (
    bias +
    (total.named ? named : 0) +
    margin * Math.min(total.margin, 4) +
    total.confirmedBy.reduce((sum, kind) => sum + confirmed[kind], 0) +
    total.contradictedBy.reduce((sum, kind) => sum + contradicted[kind], 0) +
    repeated * Math.min(total.repeats, 3) +
    (total.workedOut ? workedOut : 0)
  )
}

function dateOdds(date: PurchaseDateReading): number {
  const { bias, score, margin, home, open } = dateWeights
  const order = date.settledBy === 'nothing' ? open : date.settledBy === 'home' ? home : 0
  return bias + score * Math.min(date.score, 5) + margin * Math.min(date.margin, 5) + order
}

function merchantOdds(merchant: MerchantReading): number {
  const { bias, score, margin, legibility } = merchantWeights
  const worst = Math.min(1, ...merchant.rows.flatMap((row) => row.cells.map((cell) => cell.confidence)))
  return (
    bias +
    score * Math.min(merchant.score, 7) +
    margin * Math.min(merchant.margin, 4) +
    legibility * Math.max(worst, 0.6)
  )
}

const chance = (odds: number) =>
  Math.round(100 * Math.min(0.99, Math.max(0.02, 1 / (1 + Math.exp(-odds))))) / 100
