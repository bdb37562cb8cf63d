import type { ExpenseDraft, Payment, ReviewReason } from './expense.ts'
import type { Extraction } from './extraction.ts'
import { isCurrency, type Money, normalizeAmount, parseMinorUnits } from './money.ts'
import { isCalendarDate } from './period.ts'
import { selfCheck } from './self-check.ts'

/** Below this an extractor's total, date or merchant is shown, but asks for a look. */
export const reviewBelowConfidence = 0.5

/**
 * Judges what was read: amounts become integers of the currency, impossible values become null, and
 * everything doubtful becomes a review reason. Nothing is corrected and nothing is made up.
 *
 * @param today the user's calendar date, `YYYY-MM-DD`
 */
export function expenseFromExtraction(extraction: Extraction, today: string): ExpenseDraft {
  const currency = extraction.currency && isCurrency(extraction.currency) ? extraction.currency : null
  const money = (text: string | null): Money | null => {
    const minorUnits = text === null || currency === null ? null : parseMinorUnits(text, currency)
    return minorUnits === null || currency === null ? null : { minorUnits, currency }
  }
  const purchaseDate =
    extraction.purchaseDate && isCalendarDate(extraction.purchaseDate) ? extraction.purchaseDate : null

  const figures = {
    total: money(extraction.total),
    subtotal: money(extraction.subtotal),
    taxTotal: money(extraction.taxTotal),
    tip: money(extraction.tip),
    serviceCharge: money(extraction.serviceCharge),
    discountTotal: money(extraction.discountTotal),
    rounding: money(extraction.rounding),
    cashGiven: money(extraction.cashGiven),
    changeGiven: money(extraction.changeGiven),
    taxIncluded: extraction.taxIncluded,
    taxLines: extraction.taxLines.map((line) => ({
      name: line.name,
      rate: line.rate,
      base: money(line.base),
      amount: money(line.amount),
    })),
    items: extraction.items.map((item) => ({
      description: item.description,
      quantity: item.quantity,
      unitPrice: money(item.unitPrice),
      amount: money(item.amount),
    })),
  }
  const checks = selfCheck(figures)

  const reasons = new Set<ReviewReason>(extraction.notes)
  if (!extraction.merchant) reasons.add('merchant_missing')
  if (!purchaseDate) reasons.add('date_missing')
  if (extraction.total === null || (currency && !figures.total)) reasons.add('total_missing')
  if (!currency) reasons.add('currency_missing')
  if (purchaseDate && purchaseDate > today) reasons.add('date_in_future')
  if (isUnsure(extraction)) reasons.add('low_confidence')
  for (const check of checks) {
    if (check.passed) continue
    if (check.name === 'sum' || check.name === 'items') reasons.add('sum_mismatch')
    if (check.name === 'tax_rate') reasons.add('tax_mismatch')
    if (check.name === 'payment') reasons.add('payment_mismatch')
  }

  return {
    merchant: extraction.merchant,
    merchantAddress: extraction.merchantAddress,
    merchantPhone: extraction.merchantPhone,
    merchantTaxId: extraction.merchantTaxId,
    receiptNumber: extraction.receiptNumber,
    documentType: extraction.documentType,
    purchaseDate,
    purchaseTime: extraction.purchaseTime,
    currency,
    totalText: extraction.total === null ? null : normalizeAmount(extraction.total, currency),
    total: figures.total,
    subtotal: figures.subtotal,
    taxTotal: figures.taxTotal,
    taxIncluded: figures.taxIncluded,
    tip: figures.tip,
    serviceCharge: figures.serviceCharge,
    discountTotal: figures.discountTotal,
    rounding: figures.rounding,
    taxLines: figures.taxLines,
    payments: extraction.payments.map(
      (payment): Payment => ({
        method: payment.method,
        amount: money(payment.amount),
        cardLast4: payment.cardLast4,
      }),
    ),
    items: figures.items,
    category: extraction.category,
    reviewReasons: [...reasons],
    checks,
    confidence: extraction.confidence,
  }
}

function isUnsure({ confidence }: Extraction): boolean {
  return (['total', 'purchaseDate', 'merchant'] as const).some(
    (field) => (confidence[field] ?? 1) < reviewBelowConfidence,
  )
}
