import type { Money } from '../core/money.ts'
import type { Accounts } from './accounts.ts'
import type { ExportedExpense } from './exported-expense.ts'

export interface Posting {
  account: string
  minorUnits: number
  /** Percent; on postings of a tax only. */
  taxRate?: string | null
}

/** One expense in double entry: where the money went, and where it came from. All in one currency. */
export interface JournalEntry {
  expense: ExportedExpense
  date: string
  currency: string
  /** False while the expense needs review. */
  cleared: boolean
  /** Expense and taxes; positive, for a refund negative. */
  to: Posting[]
  /** The means of payment; the negative of `to` in sum. */
  from: Posting[]
}

/** Null for what has no place in a journal yet: without a date, a total or a currency. */
export function journalEntry(expense: ExportedExpense, accounts: Accounts): JournalEntry | null {
  const { purchaseDate: date, total } = expense
  if (date === null || total === null) return null
  const taxes = taxPostings(expense, total, accounts)
  const taxed = taxes.reduce((sum, tax) => sum + tax.minorUnits, 0)
  return {
    expense,
    date,
    currency: total.currency,
    cleared: expense.status !== 'needs_review',
    to: [{ account: accounts.ofCategory(expense.category), minorUnits: total.minorUnits - taxed }, ...taxes],
    from: paymentPostings(expense, total, accounts),
  }
}

/** Each tax line where all are known and agree with the printed tax, else the tax in one; else none. */
function taxPostings({ taxLines, taxTotal }: ExportedExpense, total: Money, accounts: Accounts): Posting[] {
  const amounts = taxLines.map(({ amount, rate }) => ({ amount, rate }))
  const known = amounts.flatMap(({ amount, rate }) => (amount ? [{ units: amount.minorUnits, rate }] : []))
  const sum = known.reduce((all, { units }) => all + units, 0)
  const complete = known.length > 0 && known.length === amounts.length
  const lines =
    complete && (taxTotal === null || Math.abs(taxTotal.minorUnits) === Math.abs(sum))
      ? known
      : taxTotal
        ? [{ units: taxTotal.minorUnits, rate: null }]
        : []
  // A tax of the whole total or more was misread: nothing is split then.
  if (lines.reduce((all, { units }) => all + Math.abs(units), 0) >= Math.abs(total.minorUnits)) return []
  const sign = total.minorUnits < 0 ? -1 : 1
  return lines.flatMap(({ units, rate }) => {
    const account = units === 0 ? null : accounts.ofTax(rate)
    return account === null ? [] : [{ account, minorUnits: sign * Math.abs(units), taxRate: rate }]
  })
}

/** Each payment where their amounts make up the total; else the total from the only known means of payment. */
function paymentPostings({ payments }: ExportedExpense, total: Money, accounts: Accounts): Posting[] {
  const amounts = payments.map(({ amount }) => amount?.minorUnits ?? null)
  const sum = amounts.reduce<number>((all, units) => all + (units ?? 0), 0)
  if (payments.length > 1 && !amounts.includes(null) && sum === total.minorUnits) {
    return payments.map((payment, i) => ({
      account: accounts.ofPayment(payment),
      minorUnits: -(amounts[i] ?? 0),
    }))
  }
  const [first] = payments
  const account = accounts.ofPayment(payments.length === 1 && first ? first : null)
  return [{ account, minorUnits: total.minorUnits === 0 ? 0 : -total.minorUnits }]
}

/** One line without what breaks lines, or what a terminal would obey. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()
}
