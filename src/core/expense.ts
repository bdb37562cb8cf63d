import type { ConfidenceField, ExtractionNote } from './extraction.ts'
import type { Money } from './money.ts'
import type { Receipt, ReceiptStatus } from './receipt.ts'

/** Why a person should look at an expense. Each has a sentence in `cli/output/words.ts`. */
export const reviewReasons = [
  'merchant_missing',
  'date_missing',
  'total_missing',
  'currency_missing',
  'currency_guessed',
  'date_ambiguous',
  'date_in_future',
  'sum_mismatch',
  'tax_mismatch',
  'payment_mismatch',
  'low_confidence',
  'not_in_text',
  'multiple_receipts',
  'not_a_receipt',
  'pages_left_out',
  'script_unsupported',
  'unreadable',
  'card_number_shown',
  'possible_duplicate',
] as const satisfies readonly (ExtractionNote | string)[]

export type ReviewReason = (typeof reviewReasons)[number]

/** One piece of arithmetic that a receipt's figures must satisfy. */
export interface Check {
  name: 'sum' | 'items' | 'tax_rate' | 'payment'
  passed: boolean
  /** The arithmetic with its figures, e.g. `10.00 + 0.60 tax = 10.60, printed 10.60`. */
  detail: string
}

export interface LineItem {
  description: string | null
  /** As printed, e.g. `2` or `0.416`. */
  quantity: string | null
  unitPrice: Money | null
  amount: Money | null
}

export interface TaxLine {
  name: string | null
  /** Percent. */
  rate: string | null
  base: Money | null
  amount: Money | null
}

export interface Payment {
  method: 'cash' | 'card' | 'other' | null
  amount: Money | null
  cardLast4: string | null
}

/** What an extraction amounts to, before it is stored. Unknown is null. Refunds are negative. */
export interface ExpenseDraft {
  merchant: string | null
  merchantAddress: string | null
  merchantPhone: string | null
  merchantTaxId: string | null
  receiptNumber: string | null
  documentType: string | null
  /** Calendar date `YYYY-MM-DD`. */
  purchaseDate: string | null
  purchaseTime: string | null
  currency: string | null
  /** The total as read, a canonical decimal; known even while the currency is not. */
  totalText: string | null
  total: Money | null
  subtotal: Money | null
  taxTotal: Money | null
  taxIncluded: boolean | null
  tip: Money | null
  serviceCharge: Money | null
  discountTotal: Money | null
  rounding: Money | null
  taxLines: TaxLine[]
  payments: Payment[]
  items: LineItem[]
  category: string | null
  reviewReasons: ReviewReason[]
  checks: Check[]
  confidence: Partial<Record<ConfidenceField, number>>
}

/** The record: one for each receipt, under the receipt's id. */
export interface Expense extends Omit<ExpenseDraft, 'items'> {
  id: string
  status: ReceiptStatus
  note: string | null
  project: string | null
  tags: string[]
  /** Names of fields that a person set; no later extraction changes these. */
  editedFields: string[]
  createdAt: Date
  updatedAt: Date
}

/** A receipt with its expense, if it has come that far. */
export interface ReceiptWithExpense {
  receipt: Receipt
  expense: Expense | null
}

/** Everything known about one receipt, for `show`. */
export interface ExpenseDetail extends ReceiptWithExpense {
  items: LineItem[]
  extraction: {
    extractor: string
    model: string
    promptVersion: string
    durationMs: number
    createdAt: Date
  } | null
}
