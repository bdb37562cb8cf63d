import type { FieldEdit } from './edit-expense.ts'
import type { Expense, ExpenseDraft } from './expense.ts'
import type { ExtractorAnswer } from './extractor.ts'

/** Another extraction of the same receipt, compared with its expense as it is now. */
export interface Comparison {
  expense: Expense
  /** What applying it would change; nothing that a person set is among it. */
  changes: FieldEdit[]
}

/** Reading again what has been read, first without changing anything. */
export interface Reextraction {
  /** Keeps another extraction beside those before. Throws `conflict` for a receipt without an expense. */
  addExtraction(
    receiptId: string,
    extractionId: string,
    answer: ExtractorAnswer,
    today: string,
  ): Promise<Comparison>
  /** Makes the expense follow from this extraction; fields that a person edited stay. */
  applyExtraction(receiptId: string, extractionId: string, today: string): Promise<Expense>
}

const compared = [
  'merchant',
  'merchantAddress',
  'merchantPhone',
  'merchantTaxId',
  'receiptNumber',
  'documentType',
  'purchaseDate',
  'purchaseTime',
  'currency',
  'total',
  'subtotal',
  'taxTotal',
  'tip',
  'serviceCharge',
  'discountTotal',
  'rounding',
  'taxLines',
  'payments',
  'category',
  'reviewReasons',
] as const satisfies readonly (keyof ExpenseDraft & keyof Expense)[]

/** The fields in which two readings differ, in the order in which people look at them. */
export function changesBetween(before: Expense, after: ExpenseDraft): FieldEdit[] {
  const changes = compared
    .filter((field) => canonical(before[field]) !== canonical(after[field]))
    .map((field) => ({ field, before: before[field], after: after[field] }))
  // Whoever confirmed an expense has answered its questions, as long as its figures stay.
  const isAnswered = before.status === 'confirmed' && changes.every(({ field }) => field === 'reviewReasons')
  return isAnswered ? [] : changes
}

/** Equal for equal values, whatever the order of keys: the database has its own. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, entry) =>
    entry !== null && typeof entry === 'object' && !Array.isArray(entry)
      ? Object.fromEntries(Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1)))
      : entry,
  )
}
