import { type RawBuilder, sql } from 'kysely'
import type { ExpenseQueries, SummaryGrouping } from '../core/expense-queries.ts'
import { currencyExponent } from '../core/money.ts'
import { longestGapDays } from '../core/rates.ts'
import type { AsUser } from './postgres-as-user.ts'
import { matching, unit } from './postgres-expense-filter.ts'

/** Sums of expenses in groups, each currency on its own. */
export function summaryMethods(userId: string, asUser: AsUser): Pick<ExpenseQueries, 'summarize'> {
  return {
    summarize: (filter, by, home) =>
      asUser(async (tx) => {
        const each = tx
          .selectFrom('expenses')
          .innerJoin('receipts', 'receipts.id', 'expenses.id')
          .select([
            keys[by].as('key'),
            'expenses.currency',
            'expenses.total_minor',
            'receipts.status',
            (home === undefined ? unconverted : convertedTotal(userId, home)).as('converted'),
          ])
          .where('expenses.user_id', '=', userId)
          .where((eb) => matching(eb, filter))
        const rows = await tx
          .selectFrom(each.as('each'))
          .select([
            'key',
            'currency',
            sql<number>`count(*)::bigint`.as('count'),
            sql<number | null>`sum(total_minor)::bigint`.as('total'),
            sql<number>`(count(*) filter (where total_minor is null))::bigint`.as('without_total'),
            sql<number>`(count(*) filter (where status = 'needs_review'))::bigint`.as('needs_review'),
            sql<number | null>`sum(converted)::bigint`.as('converted'),
            sql<number>`(count(total_minor) - count(converted))::bigint`.as('without_rate'),
          ])
          .groupBy(['key', 'currency'])
          .orderBy(sql`1 nulls last, 2 nulls last`)
          .execute()
        return rows.map((row) => ({
          key: row.key,
          currency: row.currency,
          count: row.count,
          totalMinorUnits: row.currency === null ? null : (row.total ?? 0),
          withoutTotal: row.without_total,
          needsReview: row.needs_review,
          convertedMinorUnits: row.converted,
          withoutRate: home === undefined ? 0 : row.without_rate,
        }))
      }),
  }
}

const keys: Record<SummaryGrouping, RawBuilder<string | null>> = {
  month: sql`to_char(purchase_date, 'YYYY-MM')`,
  year: sql`to_char(purchase_date, 'YYYY')`,
  category: sql`expenses.category`,
  merchant: sql`merchant`,
  project: sql`project`,
  // One row for each tag, and one for an expense without any.
  tag: sql`unnest(case when tags = '{}' then array[null::text] else tags end)`,
}

const unconverted = sql<number | null>`null::bigint`

/**
 * A total in another currency by the rates of its day, null where there is none. Rounds exactly as
 * `convertAmount` does, so that the sum is that of the amounts which `list` shows.
 */
function convertedTotal(userId: string, home: string): RawBuilder<number | null> {
  const perEuro = (currency: RawBuilder<unknown>) => sql`(
    case when ${currency} = 'EUR' then 1 else (
      select nullif(per_euro::numeric, 0) from rates
      where user_id = ${userId} and rates.currency = ${currency}
        and day between purchase_date - ${longestGapDays}::integer and purchase_date
      order by day desc limit 1
    ) end
  )`
  const to = perEuro(sql`${home}::text`)
  const from = perEuro(sql`expenses.currency`)
  const numerator = sql`(abs(total_minor) * ${to} * ${10 ** currencyExponent(home)}::numeric)`
  const denominator = sql`(${from} * ${unit})`
  return sql`case
    when expenses.currency = ${home} then total_minor
    when purchase_date is not null then
      (sign(total_minor) * div(2 * ${numerator} + ${denominator}, 2 * ${denominator}))::bigint
  end`
}
