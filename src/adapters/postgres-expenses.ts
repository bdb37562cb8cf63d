import { type ExpressionBuilder, sql } from 'kysely'
import { ExpensaError } from '../core/errors.ts'
import type { ExpenseFilter, ExpenseListing, SummaryGrouping, UserExpenses } from '../core/ports.ts'
import type { Database } from './postgres-database.ts'
import type { AsUser } from './postgres-receipts.ts'
import { toExpense, toLineItem, toReceipt } from './postgres-rows.ts'

type ExpenseMethods = Pick<UserExpenses, 'listExpenses' | 'getExpenseDetail' | 'summarize'>

const uuidPattern = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/
const suffixPattern = /^[0-9a-f]{4,8}$/

/** Questions that people ask of their expenses. */
export function expenseMethods(userId: string, asUser: AsUser): ExpenseMethods {
  return {
    listExpenses: (listing) =>
      asUser(async (tx) => {
        const rows = await tx
          .selectFrom('expenses')
          .innerJoin('receipts', 'receipts.id', 'expenses.id')
          .selectAll('expenses')
          .select('receipts.status')
          .where((eb) => matching(eb, userId, listing))
          .orderBy(orderOf(listing))
          .orderBy('expenses.id', listing.descending ? 'desc' : 'asc')
          .limit(listing.limit)
          .offset(listing.offset)
          .execute()
        return rows.map(toExpense)
      }),

    getExpenseDetail: (idOrSuffix) =>
      asUser(async (tx) => {
        const wanted = idOrSuffix.toLowerCase()
        if (!uuidPattern.test(wanted) && !suffixPattern.test(wanted)) throw notFound(idOrSuffix)
        const receipts = await tx
          .selectFrom('receipts')
          .selectAll()
          .where('user_id', '=', userId)
          .where('deleted_at', 'is', null)
          .where((eb) =>
            uuidPattern.test(wanted)
              ? eb('id', '=', wanted)
              : // The index holds the last eight characters; people may type fewer of them, from the end.
                eb(sql<string>`right(id::text, ${sql.lit(wanted.length)})`, '=', wanted),
          )
          .limit(2)
          .execute()
        const [receipt, second] = receipts
        if (!receipt) throw notFound(idOrSuffix)
        if (second) {
          throw new ExpensaError('conflict', `More than one expense ends in ${wanted}.`, {
            hint: 'Type all eight characters of the id, as expensa list prints them.',
          })
        }
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
        const extraction = expense
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

    summarize: (filter, by) =>
      asUser(async (tx) => {
        const key = groupKey(by)
        const rows = await tx
          .selectFrom('expenses')
          .innerJoin('receipts', 'receipts.id', 'expenses.id')
          .select([
            key.as('key'),
            'expenses.currency',
            sql<number>`count(*)::bigint`.as('count'),
            sql<number | null>`sum(total_minor)::bigint`.as('total'),
            sql<number>`(count(*) filter (where total_minor is null))::bigint`.as('without_total'),
            sql<number>`(count(*) filter (where receipts.status = 'needs_review'))::bigint`.as(
              'needs_review',
            ),
          ])
          .where((eb) => matching(eb, userId, filter))
          .groupBy([key, 'expenses.currency'])
          .orderBy(sql`1 nulls last, 2 nulls last`)
          .execute()
        return rows.map((row) => ({
          key: row.key,
          currency: row.currency,
          count: row.count,
          totalMinorUnits: row.currency === null ? null : (row.total ?? 0),
          withoutTotal: row.without_total,
          needsReview: row.needs_review,
        }))
      }),
  }
}

function notFound(id: string): ExpensaError {
  return new ExpensaError('not_found', `There is no expense ${JSON.stringify(id.slice(0, 60))}.`, {
    hint: 'Ids are in the first column of: expensa list',
  })
}

function matching(
  eb: ExpressionBuilder<Database, 'expenses' | 'receipts'>,
  userId: string,
  filter: ExpenseFilter,
) {
  const conditions = [eb('expenses.user_id', '=', userId), eb('expenses.deleted_at', 'is', null)]
  if (filter.from) conditions.push(eb('purchase_date', '>=', filter.from))
  if (filter.to) conditions.push(eb('purchase_date', '<=', filter.to))
  if (filter.category === null) conditions.push(eb('expenses.category', 'is', null))
  if (filter.category) conditions.push(eb('expenses.category', '=', filter.category))
  if (filter.merchant) conditions.push(eb('merchant', 'ilike', `%${escapeLike(filter.merchant)}%`))
  if (filter.statuses) conditions.push(eb('receipts.status', 'in', [...filter.statuses]))
  return eb.and(conditions)
}

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

function groupKey(by: SummaryGrouping) {
  switch (by) {
    case 'month':
      return sql<string | null>`to_char(purchase_date, 'YYYY-MM')`
    case 'category':
      return sql<string | null>`expenses.category`
    case 'merchant':
      return sql<string | null>`merchant`
  }
}
