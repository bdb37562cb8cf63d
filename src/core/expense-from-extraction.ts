import type { ExpenseDraft, Payment, ReviewReason } from './expense.ts'
import type { Extraction } from './extraction.ts'
import { isCurrency, type Money, normalizeAmount, parseMinorUnits, toDecimal } from './money.ts'
import { isCalendarDate } from './period.ts'
import { confidenceWithout, isAnswered, type PersonsValues, personsCurrency } from './persons-values.ts'
import { reviewThresholds } from './reading/confidence.ts'
import { selfCheck } from './self-check.ts'

/**
 * Judges what was read: amounts become integers of the currency, impossible values become null, and
 * everything doubtful becomes a review reason. Nothing is corrected and nothing is made up. What a person
 * set stands as it is, and answers the questions about it.
 *
 * @param today the user's calendar date, `YYYY-MM-DD`
 */
export function expenseFromExtraction(
  extraction: Extraction,
  today: string,
  person: PersonsValues = {},
): ExpenseDraft {
  const read = extraction.currency && isCurrency(extraction.currency) ? extraction.currency : null
  const chosen = personsCurrency(person)
  const currency = chosen === undefined ? read : chosen
  const money = (text: string | null): Money | null => {
    const minorUnits = text === null || currency === null ? null : parseMinorUnits(text, currency)
    return minorUnits === null || currency === null ? null : { minorUnits, currency }
  }
  const { merchant = extraction.merchant, category = extraction.category } = person
  const readDate =
    extraction.purchaseDate && isCalendarDate(extraction.purchaseDate) ? extraction.purchaseDate : null
  const { purchaseDate = readDate } = person

  const figures = {
    total: person.total === undefined ? money(extraction.total) : person.total,
    subtotal: money(extraction.subtotal),
    taxTotal: person.taxTotal === undefined ? money(extraction.taxTotal) : person.taxTotal,
    tip: person.tip === undefined ? money(extraction.tip) : person.tip,
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

  const confidence = confidenceWithout(extraction.confidence, person)
  const totalText =
    person.total === undefined
      ? extraction.total
      : person.total && toDecimal(person.total.minorUnits, person.total.currency)

  const reasons = new Set<ReviewReason>(extraction.notes)
  if (!merchant) reasons.add('merchant_missing')
  if (!purchaseDate) reasons.add('date_missing')
  if (totalText === null || (currency && !figures.total)) reasons.add('total_missing')
  if (!currency) reasons.add('currency_missing')
  if (purchaseDate && purchaseDate > today) reasons.add('date_in_future')
  if (isUnsure(confidence)) reasons.add('low_confidence')
  // Line items that do not add up say nothing about a total that other figures prove.
  const isProved = checks.some((check) => check.passed && (check.name === 'sum' || check.name === 'payment'))
  for (const check of checks) {
    if (check.passed) continue
    if (check.name === 'sum' || (check.name === 'items' && !isProved)) reasons.add('sum_mismatch')
    if (check.name === 'tax_rate') reasons.add('tax_mismatch')
    if (check.name === 'payment') reasons.add('payment_mismatch')
  }

  return {
    merchant,
    merchantAddress: extraction.merchantAddress,
    merchantPhone: extraction.merchantPhone,
    merchantTaxId: extraction.merchantTaxId,
    receiptNumber: extraction.receiptNumber,
    documentType: extraction.documentType,
    purchaseDate,
    purchaseTime: extraction.purchaseTime,
    currency,
    totalText: totalText === null ? null : normalizeAmount(totalText, currency),
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
    category,
    reviewReasons: [...reasons].filter((reason) => !isAnswered(reason, person)),
    checks,
    confidence,
  }
}

function isUnsure(confidence: Extraction['confidence']): boolean {
  return (['total', 'purchaseDate', 'merchant'] as const).some(
    (field) => (confidence[field] ?? 1) < reviewThresholds[field],
  )
}
