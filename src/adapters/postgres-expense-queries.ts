import type { ExpenseQueries } from '../core/expense-queries.ts'
import type { AsUser } from './postgres-as-user.ts'
import { listPage } from './postgres-expense-pages.ts'
import { findReceipt } from './postgres-find-receipt.ts'
import { toExpense, toLineItem, toReceipt } from './postgres-rows.ts'

/** Questions that people ask of their expenses. */
export function expenseQueryMethods(userId: string, asUser: AsUser): Omit<ExpenseQueries, 'summarize'> {
  return {
    listExpenses: (listing) => asUser((tx) => listPage(tx, userId, listing)),

    getExpenseDetail: (typed) =>
      asUser(async (tx) => {
        const receipt = await findReceipt(tx, userId, typed)
        const expense = await tx
          .selectFrom('expenses')
          .selectAll()
          .where('user_id', '=', userId)
          .where('id', '=', receipt.id)
          .executeTakeFirst()
        const items = await tx
          .selectFrom('line_items')
          .selectAll()
          .where('user_id', '=', userId)
          .where('expense_id', '=', receipt.id)
          .orderBy('position')
          .execute()
        const extraction = expense?.extraction_id
          ? await tx
              .selectFrom('extractions')
              .select(['extractor', 'model', 'prompt_version', 'duration_ms', 'created_at'])
              .where('user_id', '=', userId)
              .where('id', '=', expense.extraction_id)
              .executeTakeFirst()
          : undefined
        return {
          receipt: toReceipt(receipt),
          expense: expense ? toExpense({ ...expense, status: receipt.status }) : null,
          items: items.map((item) => toLineItem(item, expense?.currency ?? null)),
          extraction: extraction
            ? {
                extractor: extraction.extractor,
                model: extraction.model,
                promptVersion: extraction.prompt_version,
                durationMs: extraction.duration_ms,
                createdAt: extraction.created_at,
              }
            : null,
        }
      }),
  }
}
