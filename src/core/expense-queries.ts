import type { Expense, ExpenseDetail } from './expense.ts'
import type { Period } from './period.ts'
import type { ReceiptStatus } from './receipt.ts'

export const expenseSorts = ['date', 'total', 'merchant', 'added'] as const

export interface ExpenseFilter extends Period {
  /** `null` asks for expenses without a category. */
  category?: string | null
  /** Part of the merchant's name, any case. */
  merchant?: string
  statuses?: readonly ReceiptStatus[]
  /** Has this tag. */
  tag?: string
  project?: string
  currency?: string
  /** The total, as a decimal in each expense's own currency, both included. */
  minTotal?: string
  maxTotal?: string
  /** Those that were deleted, instead of those that were not. */
  deleted?: boolean
}

export interface ExpenseListing extends ExpenseFilter {
  sort: (typeof expenseSorts)[number]
  descending: boolean
  limit: number
  /** Where the page before ended: its `next`; null begins. */
  after: string | null
}

export interface ExpensePage {
  expenses: Expense[]
  /** Where the next page begins; null when there is none. */
  next: string | null
}

export const summaryGroupings = ['month', 'year', 'category', 'merchant', 'project', 'tag'] as const

export type SummaryGrouping = (typeof summaryGroupings)[number]

/** One group in one currency; a null key or currency means that it is unknown. */
export interface SummaryRow {
  key: string | null
  currency: string | null
  count: number
  /** Sum of the totals in minor units; null when the currency is unknown. */
  totalMinorUnits: number | null
  /** How many of them lack a total, and are not in the sum. */
  withoutTotal: number
  needsReview: number
  /** Sum in the home currency of those totals that have a rate of their day; null when none has, or none is asked for. */
  convertedMinorUnits: number | null
  /** How many totals have no rate, and are not in that sum. */
  withoutRate: number
}

/** What people ask of their expenses. */
export interface ExpenseQueries {
  /** Throws `usage` for an `after` that is no page's `next` in this order. */
  listExpenses(listing: ExpenseListing): Promise<ExpensePage>
  /** By id, or by the last 4 to 8 characters of one. Throws `not_found`, or `conflict` when several match. */
  getExpenseDetail(typedId: string): Promise<ExpenseDetail>
  /** With several tags, an expense counts under each. */
  summarize(filter: ExpenseFilter, by: SummaryGrouping, home?: string): Promise<SummaryRow[]>
}
