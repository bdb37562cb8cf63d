import type { Money } from '../core/money.ts'

/** One expense in a report, in the order of the report. */
export interface ReportExpense {
  id: string
  merchant: string | null
  purchaseDate: string | null
  receiptNumber: string | null
  category: string | null
  note: string | null
  taxTotal: Money | null
  total: Money | null
  /** The total in the home currency, with where the rate is from, in words. */
  converted: string | null
  /** As read, while nothing says in which currency. */
  totalText: string | null
}

export interface ReportTitle {
  title: string
  /** Whose expenses these are. */
  name: string | null
  /** What narrows them down, e.g. the period and the project. */
  subtitle: string
}

export interface ReportTotals {
  currency: string
  count: number
  total: number
  tax: number
  /** Largest first; null is without a category. */
  categories: { category: string | null; count: number; total: number; tax: number }[]
}

/** For each currency on its own; expenses without a total are in none of them. */
export function reportTotals(expenses: readonly ReportExpense[]): ReportTotals[] {
  const currencies = [...new Set(expenses.flatMap(({ total }) => total?.currency ?? []))].sort()
  return currencies.map((currency) => {
    const own = expenses.filter(({ total }) => total?.currency === currency)
    const categories = [...new Set(own.map(({ category }) => category))].map((category) => ({
      category,
      ...sumOf(own.filter((expense) => expense.category === category)),
    }))
    categories.sort((a, b) => b.total - a.total || ((a.category ?? '') < (b.category ?? '') ? -1 : 1))
    return { currency, ...sumOf(own), categories }
  })
}

function sumOf(expenses: readonly ReportExpense[]) {
  const sum = (amounts: (Money | null)[]) => amounts.reduce((all, money) => all + (money?.minorUnits ?? 0), 0)
  return {
    count: expenses.length,
    total: sum(expenses.map(({ total }) => total)),
    tax: sum(expenses.map(({ taxTotal }) => taxTotal)),
  }
}
