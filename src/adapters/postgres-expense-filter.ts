import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { ExpenseFilter } from '../core/expense-queries.ts'
import { currencies, currencyExponent } from '../core/money.ts'
import type { Database } from './postgres-database.ts'

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
