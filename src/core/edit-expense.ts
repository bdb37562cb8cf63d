import { ExpensaError } from './errors.ts'
import type { Expense, ExpenseDraft } from './expense.ts'
import { expenseFromExtraction } from './expense-from-extraction.ts'
import type { Extraction } from './extraction.ts'
import { currencyExponent, type Money, parseMinorUnits, toDecimal } from './money.ts'
import { type PersonsValues, personsValuesOf } from './persons-values.ts'

/** What a person wants changed. Null empties a field; what is absent stays. Amounts are decimals as typed. */
export interface ExpenseChanges {
  merchant?: string | null
  /** Calendar date `YYYY-MM-DD`. */
  purchaseDate?: string | null
  /** ISO 4217. */
  currency?: string | null
  total?: string | null
  taxTotal?: string | null
  tip?: string | null
  category?: string | null
  note?: string | null
  project?: string | null
  addTags?: readonly string[]
  removeTags?: readonly string[]
}

/** One field that a person set. Setting it to what it was already says that it is right. */
export interface FieldEdit {
  field: string
  before: unknown
  after: unknown
}

/** An edit as it is kept. */
export interface ExpenseEdit extends FieldEdit {
  id: string
  expenseId: string
  editedBy: string
  createdAt: Date
}

export interface EditedExpense extends ExpenseDraft {
  note: string | null
  project: string | null
  tags: string[]
  editedFields: string[]
  edits: FieldEdit[]
}

/** Editing, confirming and deleting: what people do to their expenses. Ids may be the last 4 to 8 characters. */
export interface ExpenseEditing {
  /** Throws `conflict` while the receipt has not been read yet, `usage` for values that cannot be. */
  editExpense(id: string, changes: ExpenseChanges, today: string): Promise<Expense>
  /** A person looked at it and found it right: nothing is left to review. */
  confirmExpense(id: string): Promise<Expense>
  /** Hides receipt and expense; nothing is destroyed. */
  deleteReceipt(id: string): Promise<{ id: string }>
  /** Throws `conflict` when the same bytes came in again meanwhile. */
  restoreReceipt(id: string): Promise<{ id: string; waiting: boolean }>
  /** Oldest first. */
  listEdits(expenseId: string): Promise<ExpenseEdit[]>
}

const amounts = ['total', 'taxTotal', 'tip'] as const
const plainFields = ['merchant', 'purchaseDate', 'category'] as const

/**
 * The expense after a person's changes: their values stand, everything else follows from the extraction
 * again, so that a currency fills the amounts that waited for it, and reasons to review that they answered
 * are gone.
 */
export function editExpense(
  current: Expense,
  extraction: Extraction,
  changes: ExpenseChanges,
  today: string,
): EditedExpense {
  const values: PersonsValues = personsValuesOf(current)
  const edits: FieldEdit[] = []
  const edit = (field: string, before: unknown, after: unknown) => edits.push({ field, before, after })

  for (const field of plainFields) {
    const value = changes[field]
    if (value === undefined) continue
    edit(field, current[field], value)
    values[field] = value
  }
  if (changes.currency !== undefined) {
    edit('currency', current.currency, changes.currency)
    values.currency = changes.currency
    // Amounts that a person gave keep their figures, also those of an earlier edit.
    for (const field of amounts) {
      const amount = values[field]
      if (amount) values[field] = moneyOf(field, decimalOf(amount), changes.currency)
    }
  }
  const currency = changes.currency === undefined ? current.currency : changes.currency
  for (const field of amounts) {
    const text = changes[field]
    if (text === undefined) continue
    const money = text === null ? null : moneyOf(field, text, currency)
    edit(field, current[field], money)
    values[field] = money
  }

  const tags = [...new Set([...current.tags, ...(changes.addTags ?? [])])].filter(
    (tag) => !changes.removeTags?.includes(tag),
  )
  if (tags.join(' ') !== current.tags.join(' ')) edit('tags', current.tags, tags)
  const { note = current.note, project = current.project } = changes
  if (changes.note !== undefined) edit('note', current.note, note)
  if (changes.project !== undefined) edit('project', current.project, project)

  return {
    // Merchant and category may come from a rule or from the upload, not from the extraction.
    ...expenseFromExtraction(
      { ...extraction, merchant: current.merchant, category: current.category },
      today,
      values,
    ),
    note,
    project,
    tags,
    editedFields: [...new Set([...current.editedFields, ...edits.map(({ field }) => field)])],
    edits,
  }
}

function moneyOf(field: (typeof amounts)[number], text: string, currency: string | null): Money {
  const name = field === 'taxTotal' ? 'tax' : field
  if (currency === null) {
    throw new ExpensaError('usage', `The ${name} needs a currency: none is known for this expense.`, {
      hint: 'Give it as well, for example --currency EUR',
    })
  }
  const minorUnits = parseMinorUnits(text, currency)
  if (minorUnits === null) {
    const decimals = currencyExponent(currency)
    throw new ExpensaError('usage', `The ${name} ${JSON.stringify(text)} is no amount in ${currency}.`, {
      hint: `Amounts in ${currency} have ${decimals} decimals, for example ${toDecimal(10 ** decimals * 12, currency)}`,
    })
  }
  return { minorUnits, currency }
}

function decimalOf({ minorUnits, currency }: Money): string {
  // Decimals that are all zeros say nothing, and other currencies may not have them: 1250.00 EUR, 1250 JPY.
  return toDecimal(minorUnits, currency).replace(/\.0+$/, '')
}
