import { type Money, toDecimal } from '../core/money.ts'
import type { Payment } from './statement.ts'

/** An expense as far as it can be found on a statement. */
export interface MatchableExpense {
  id: string
  merchant: string | null
  purchaseDate: string
  total: Money
  payments: readonly { method: string | null; cardLast4: string | null }[]
}

export interface ScoreOptions {
  /** How many days a payment may be booked after the purchase. */
  days: number
  /** By how many percent a payment may differ for an exchange fee. */
  feePercent: number
  /** The expense's total in this currency on its date; null where no rate is known. */
  convert: (total: Money, currency: string, date: string) => number | null
}

export interface Score {
  /** Above 0; 100 where everything fits. */
  points: number
  reasons: string[]
}

/** How well a payment and an expense fit; null where they cannot belong together. */
export function scoreOf(payment: Payment, expense: MatchableExpense, options: ScoreOptions): Score | null {
  const amount = amountScore(payment, expense, options)
  const days = daysBetween(expense.purchaseDate, payment.date)
  // A clock or a time zone may put the payment a day before the receipt.
  if (amount === null || days > options.days || days < -1) return null
  const similarity = merchantSimilarity(expense.merchant, payment.description)
  // Amounts that only nearly fit need the name as well.
  if (!amount.exact && similarity < 0.5) return null
  const reasons = [amount.reason, dayReason(days)]
  if (similarity >= 0.5) reasons.push('merchant fits')
  const card = expense.payments.some(({ cardLast4 }) => cardLast4 && payment.text.includes(cardLast4))
  if (card) reasons.push('card number fits')
  const datePoints = 20 - (15 * Math.abs(days)) / Math.max(1, options.days)
  const points = amount.points + datePoints + 20 * similarity + (card ? 5 : 0)
  return { points: Math.min(100, Math.round(points)), reasons }
}

function amountScore(
  payment: Payment,
  { total, purchaseDate }: MatchableExpense,
  { feePercent, convert }: ScoreOptions,
): { points: number; exact: boolean; reason: string } | null {
  const { currency, minorUnits } = payment.amount
  if (Math.sign(minorUnits) !== Math.sign(total.minorUnits)) return null
  const within = (wanted: number) => Math.abs(minorUnits - wanted) <= (Math.abs(wanted) * feePercent) / 100
  if (currency === null || currency === total.currency) {
    if (minorUnits === total.minorUnits) return { points: 60, exact: true, reason: 'same amount' }
    return within(total.minorUnits)
      ? { points: 30, exact: false, reason: `amount within ${feePercent} %` }
      : null
  }
  if (mentions(payment.text, total)) {
    return {
      points: 55,
      exact: true,
      reason: `${toDecimal(total.minorUnits, total.currency)} ${total.currency} is on the line`,
    }
  }
  const converted = convert(total, currency, purchaseDate)
  if (converted === null || !within(converted)) return null
  return {
    points: 45,
    exact: false,
    reason: `${toDecimal(converted, currency)} ${currency} at the day's rate`,
  }
}

/** Banks print the original amount of a purchase abroad somewhere on the line. */
function mentions(text: string, { minorUnits, currency }: Money): boolean {
  const decimal = toDecimal(Math.abs(minorUnits), currency)
  const spelled = text.replaceAll(/(\d)[.,' ](?=\d{3}\b)/g, '$1').replaceAll(',', '.')
  return text.toUpperCase().includes(currency) && spelled.split(/[^\d.]+/).includes(decimal)
}

function dayReason(days: number): string {
  if (days === 0) return 'same day'
  const count = Math.abs(days) === 1 ? '1 day' : `${Math.abs(days)} days`
  return `${count} ${days > 0 ? 'later' : 'earlier'}`
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
}

/** The share of the merchant's words that the description has, at least by their beginnings: 0 to 1. */
function merchantSimilarity(merchant: string | null, description: string): number {
  const words = wordsOf(merchant ?? '')
  const others = wordsOf(description)
  if (words.length === 0) return 0
  const joined = others.join('')
  const found = words.filter(
    (word) => joined.includes(word) || others.some((other) => other.length >= 4 && word.startsWith(other)),
  )
  const letters = (list: string[]) => list.join('').length
  return letters(found) / letters(words)
}

/** Legal forms say nothing about who it is. */
const empty = new Set(['gmbh', 'inc', 'ltd', 'llc', 'sdn', 'bhd', 'the', 'und', 'and', 'der', 'die', 'das'])

function wordsOf(text: string): string[] {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => word.length >= 3 && !empty.has(word))
}
