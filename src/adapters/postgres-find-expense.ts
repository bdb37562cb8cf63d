import type { Transaction } from 'kysely'
import { ExpensaError } from '../core/errors.ts'
import type { Expense } from '../core/expense.ts'
import { shortId } from '../core/ids.ts'
import type { Database } from './postgres-database.ts'
import { toExpense } from './postgres-rows.ts'

/** The expenses of this user, deleted ones too, each with its receipt's status: what `toExpense` takes. */
export function expensesWithStatus(tx: Transaction<Database>, userId: string) {
  return tx
    .selectFrom('expenses')
    .innerJoin('receipts', 'receipts.id', 'expenses.id')
    .selectAll('expenses')
    .select('receipts.status')
    .where('expenses.user_id', '=', userId)
}

export async function findExpense(tx: Transaction<Database>, userId: string, id: string): Promise<Expense> {
  const row = await expensesWithStatus(tx, userId).where('expenses.id', '=', id).executeTakeFirstOrThrow()
  return toExpense(row)
}

/**
 * The expense as it is once nobody else writes it; null when there is none, or it was deleted. Edits and
 * extractions take this lock first. The status is read only then: it may have changed while we waited.
 */
export async function lockExpense(
  tx: Transaction<Database>,
  userId: string,
  id: string,
): Promise<Expense | null> {
  const row = await tx
    .selectFrom('expenses')
    .select('id')
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  return row ? findExpense(tx, userId, id) : null
}

export function notReadYet(id: string): ExpensaError {
  return new ExpensaError('conflict', `The receipt ${shortId(id)} has not been read yet.`, {
    hint: 'See what is in progress with: expensa status',
  })
}
