import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { ExpenseFilter, ExpenseListing, ExpenseQueries } from '../core/expense-queries.ts'
import { currencies, currencyExponent } from '../core/money.ts'
import type { AsUser } from './postgres-as-user.ts'
import type { Database } from './postgres-database.ts'
import { expensesWithStatus } from './postgres-find-expense.ts'
import { findReceipt } from './postgres-find-receipt.ts'
import { toExpense, toLineItem, toReceipt } from './postgres-rows.ts'

/** Questions that people ask of their expenses. */
export function expenseQueryMethods(userId: string, asUser: AsUser): Omit<ExpenseQueries, 'summarize'> {
  return {
    listExpenses: (listing) =>
      asUser(async (tx) => {
        const rows = await expensesWithStatus(tx, userId)
          .where((eb) => matching(eb, listing))
          .orderBy(orderOf(listing))
          .orderBy('expenses.id', listing.descending ? 'desc' : 'asc')
          .limit(listing.limit)
          .offset(listing.offset)
          .execute()
        return rows.map(toExpense)
      }),

    getExpenseDetail: (idOrSuffix) =>
      asUser(async (tx) => {
        const receipt = await findReceipt(tx, userId, idOrSuffix)
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

/** The same conditions for everything that narrows down expenses. */
export function matching(eb: ExpressionBuilder<Database, 'expenses' | 'receipts'>, filter: ExpenseFilter) {
  const conditions: Expression<SqlBool>[] = [
    eb('expenses.deleted_at', filter.deleted ? 'is not' : 'is', null),
  ]
  if (filter.from) conditions.push(eb('purchase_date', '>=', filter.from))
  if (filter.to) conditions.push(eb('purchase_date', '<=', filter.to))
  if (filter.category === null) conditions.push(eb('expenses.category', 'is', null))
  if (filter.category) conditions.push(eb('expenses.category', '=', filter.category))
  if (filter.merchant) conditions.push(eb('merchant', 'ilike', `%${escapeLike(filter.merchant)}%`))
  if (filter.statuses) conditions.push(eb('receipts.status', 'in', [...filter.statuses]))
  if (filter.tag) conditions.push(sql<SqlBool>`${filter.tag} = any(tags)`)
  if (filter.project) conditions.push(eb('project', '=', filter.project))
  if (filter.currency) conditions.push(eb('currency', '=', filter.currency))
  if (filter.minTotal) conditions.push(sql<SqlBool>`total_minor >= ${filter.minTotal}::numeric * ${unit}`)
  if (filter.maxTotal) conditions.push(sql<SqlBool>`total_minor <= ${filter.maxTotal}::numeric * ${unit}`)
  return eb.and(conditions)
}

/** How many minor units make one of an expense's currency. */
export const unit = sql<number>`case ${sql.join(
  [0, 3, 4].map((exponent) => {
    const codes = [...currencies].filter((code) => currencyExponent(code) === exponent)
    return sql`when expenses.currency in (${sql.join(codes.map((code) => sql.lit(code)))}) then ${sql.lit(10 ** exponent)}`
  }),
  sql` `,
)} else 100 end`

function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, (character) => `\\${character}`)
}

/** Unknown values come last in both directions; amounts are ordered within their currency only. */
function orderOf({ sort, descending }: ExpenseListing) {
  const direction = sql.raw(descending ? 'desc nulls last' : 'asc nulls last')
  switch (sort) {
    case 'date':
      return sql`purchase_date ${direction}`
    case 'total':
      return sql`expenses.currency asc nulls last, total_minor ${direction}`
    case 'merchant':
      return sql`lower(merchant) ${direction}`
    case 'added':
      return sql`expenses.created_at ${direction}`
  }
}
