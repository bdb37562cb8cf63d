import { sql } from 'kysely'
import type { UserExports } from '../core/exports.ts'
import type { AsUser } from './postgres-as-user.ts'
import { matching } from './postgres-expense-filter.ts'
import { expensesWithStatus } from './postgres-find-expense.ts'
import { toExpense, toReceipt } from './postgres-rows.ts'

/** What goes out to accounting programs, and what went out already. */
export function exportMethods(userId: string, asUser: AsUser): UserExports {
  return {
    listForExport: (filter, { name, after, limit }) =>
      asUser(async (tx) => {
        const expenses = await expensesWithStatus(tx, userId)
          .leftJoin('exports', (join) =>
            join
              .onRef('exports.expense_id', '=', 'expenses.id')
              .onRef('exports.user_id', '=', 'expenses.user_id')
              .on('exports.name', '=', name),
          )
          .select('exports.revision as exported')
          .where((eb) => matching(eb, filter))
          .$if(after !== null, (query) => query.where('expenses.id', '>', after ?? ''))
          .orderBy('expenses.id')
          .limit(limit)
          .execute()
        if (expenses.length === 0) return []
        const receipts = await tx
          .selectFrom('receipts')
          .selectAll()
          .where('user_id', '=', userId)
          .where(
            'id',
            'in',
            expenses.map(({ id }) => id),
          )
          .execute()
        const byId = new Map(receipts.map((receipt) => [receipt.id, receipt]))
        return expenses.flatMap(({ exported, ...expense }) => {
          const receipt = byId.get(expense.id)
          return receipt ? [{ receipt: toReceipt(receipt), expense: toExpense(expense), exported }] : []
        })
      }),

    recordExport: (name, entries) =>
      asUser(async (tx) => {
        // Only what is still there and this user's own; another's id changes nothing.
        const own = await tx
          .selectFrom('expenses')
          .select('id')
          .where('user_id', '=', userId)
          .where(
            'id',
            'in',
            entries.map(({ id }) => id),
          )
          .execute()
        const ids = new Set(own.map(({ id }) => id))
        const rows = entries.flatMap(({ id, revision }) =>
          ids.has(id) ? [{ user_id: userId, name, expense_id: id, revision }] : [],
        )
        if (rows.length === 0) return
        await tx
          .insertInto('exports')
          .values(rows)
          .onConflict((conflict) =>
            conflict.columns(['user_id', 'name', 'expense_id']).doUpdateSet({
              revision: sql`excluded.revision`,
              exported_at: sql`now()`,
            }),
          )
          .execute()
      }),
  }
}
