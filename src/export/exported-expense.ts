import type { Expense } from '../core/expense.ts'

/** What every writer knows about an expense: the record, and which file is its proof. */
export interface ExportedExpense
  extends Pick<
    Expense,
    | 'id'
    | 'status'
    | 'merchant'
    | 'merchantTaxId'
    | 'receiptNumber'
    | 'purchaseDate'
    | 'currency'
    | 'total'
    | 'subtotal'
    | 'taxTotal'
    | 'tip'
    | 'taxLines'
    | 'payments'
    | 'category'
    | 'note'
    | 'project'
    | 'tags'
  > {
  reviewReasons: string[]
  receipt: { sha256: string; originalFilename: string }
}

/** By date and then by id, those without a date last: the same records always come in the same order. */
export function inExportOrder<T extends { id: string; purchaseDate: string | null }>(
  expenses: readonly T[],
): T[] {
  const key = ({ purchaseDate, id }: T) => `${purchaseDate ?? '9999-99-99'} ${id}`
  return [...expenses].sort((a, b) => (key(a) < key(b) ? -1 : 1))
}
