import type { ConfidenceField } from '../extraction.ts'
import type { ReceiptParts } from './read-receipt.ts'

const logistic = (x: number) => 1 / (1 + Math.exp(-x))

/** Below these an answer should be looked at by a person. */
export const reviewThresholds: Record<ConfidenceField, number> = {
  merchant: 0.5,
  purchaseDate: 0.6,
  currency: 0.6,
  total: 0.8,
  taxTotal: 0.5,
  items: 0.5,
}

/** How likely each field that was read is right. */
export function estimateConfidence(parts: ReceiptParts): Partial<Record<ConfidenceField, number>> {
  const { total, date, merchant, taxes, items } = parts
  const { money } = parts.sheet
  const confidence: Partial<Record<ConfidenceField, number>> = {}
  const put = (field: ConfidenceField, x: number) => {
    confidence[field] = Math.round(100 * Math.min(0.99, Math.max(0.02, logistic(x)))) / 100
  }
  if (total.value !== null) {
    put(
      'total',
      -1.6 +
        (total.named ? 1.6 : 0) +
        0.6 * Math.min(total.margin, 3) +
        1.2 * Math.min(total.confirmedBy.length, 2),
    )
  }
  if (date.date !== null) {
    const open = date.settledBy === 'nothing' ? -3 : date.settledBy === 'home' ? -1 : 0
    put('purchaseDate', 1 + 0.5 * Math.min(date.score, 4) + 0.4 * Math.min(date.margin, 3) + open)
  }
  if (merchant.name !== null)
    put('merchant', -1.5 + 0.5 * Math.min(merchant.score, 5) + 0.4 * Math.min(merchant.margin, 3))
  if (money.currency !== null) put('currency', money.certain ? 4 : money.printed ? 2.2 : -0.5)
  if (taxes.total !== null) put('taxTotal', taxes.confirmed ? 3 : 0.8)
  if (items.length > 0) {
    const sum = items.reduce((s, item) => s + item.amount.value, 0)
    put('items', total.confirmedBy.includes('items') || sum === total.value ? 3 : 0)
  }
  return confidence
}
