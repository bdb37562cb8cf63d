import { sql, type Transaction } from 'kysely'
import type { ExpenseDraft } from '../core/expense.ts'
import type { Database } from './postgres-database.ts'
import { fromDraft, fromLineItems } from './postgres-rows.ts'

/** The columns of an expense that no extraction fills. */
export interface OwnColumns {
  extraction_id?: string
  note?: string | null
  project?: string | null
  tags?: string[]
  edited_fields?: string[]
}

/** Writes a receipt's expense with its line items, in place of those before. */
export async function writeExpense(
  tx: Transaction<Database>,
  userId: string,
  receiptId: string,
  own: OwnColumns,
  draft: ExpenseDraft,
): Promise<void> {
  const columns = { ...fromDraft(draft), ...own }
  await tx
    .insertInto('expenses')
    .values({ id: receiptId, user_id: userId, ...columns })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ ...columns, updated_at: sql`now()` }))
    .execute()
  await tx
    .deleteFrom('line_items')
    .where('user_id', '=', userId)
    .where('expense_id', '=', receiptId)
    .execute()
  if (draft.items.length > 0) {
    await tx
      .insertInto('line_items')
      .values(fromLineItems(userId, receiptId, draft.items))
      .execute()
  }
}
