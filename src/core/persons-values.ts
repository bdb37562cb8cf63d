import type { Expense, ExpenseDraft, ReviewReason } from './expense.ts'
import type { Extraction } from './extraction.ts'

/** The fields that both a person and an extraction can fill. A person's value wins. */
export const correctableFields = [
  'merchant',
  'purchaseDate',
  'currency',
  'total',
  'taxTotal',
  'tip',
  'category',
] as const

export type CorrectableField = (typeof correctableFields)[number]

/** What a person set, null included: "there is none" is an answer, too. What is absent nobody touched. */
export type PersonsValues = Partial<Pick<ExpenseDraft, CorrectableField>>

/** The person's part of an expense. */
export function personsValuesOf(expense: Expense): PersonsValues {
  const entries = correctableFields
    .filter((field) => expense.editedFields.includes(field))
    .map((field) => [field, expense[field]])
  return Object.fromEntries(entries)
}

/** The currency that a person chose, or in which they gave an amount; undefined when they did neither. */
export function personsCurrency(values: PersonsValues): string | null | undefined {
  if (values.currency !== undefined) return values.currency
  return (values.total ?? values.taxTotal ?? values.tip)?.currency
}

/** Reasons that a person's value answers, whatever the receipt says. */
const answeredBy: Partial<Record<ReviewReason, readonly CorrectableField[]>> = {
  merchant_missing: ['merchant'],
  date_missing: ['purchaseDate'],
  date_ambiguous: ['purchaseDate'],
  date_in_future: ['purchaseDate'],
  total_missing: ['total'],
  currency_missing: ['currency'],
  currency_guessed: ['currency'],
  sum_mismatch: ['total'],
  payment_mismatch: ['total'],
  tax_mismatch: ['taxTotal'],
  not_in_text: ['purchaseDate', 'total'],
  script_unsupported: ['merchant', 'purchaseDate', 'total'],
  unreadable: ['merchant', 'purchaseDate', 'total'],
}

/** True when a person's values leave nothing to ask for this reason. */
export function isAnswered(reason: ReviewReason, values: PersonsValues): boolean {
  const fields = answeredBy[reason]
  return fields?.every((field) => values[field] !== undefined) ?? false
}

/** Confidence is the extractor's; about a person's value it says nothing. */
export function confidenceWithout(
  confidence: Extraction['confidence'],
  values: PersonsValues,
): Extraction['confidence'] {
  const edited = new Set(Object.keys(values))
  return Object.fromEntries(Object.entries(confidence).filter(([field]) => !edited.has(field)))
}
