import { sql } from 'kysely'
import type { UserRates } from '../core/rates.ts'
import { longestGapDays, type Rate } from '../core/rates.ts'
import type { AsUser } from './postgres-as-user.ts'

/** Exchange rates of one user. */
export function rateMethods(userId: string, asUser: AsUser): UserRates {
  return {
    saveRates: (rates) =>
      asUser(async (tx) => {
        await sql`
          insert into rates (user_id, currency, day, per_euro)
          select ${userId}::uuid, * from unnest(
            ${rates.map((rate) => rate.currency)}::text[],
            ${rates.map((rate) => rate.date)}::date[],
            ${rates.map((rate) => rate.perEuro)}::text[]
          )
          on conflict (user_id, currency, day) do update set per_euro = excluded.per_euro
        `.execute(tx)
      }),

    findRates: (wanted) =>
      asUser(async (tx) => {
        const { rows } = await sql<{ wanted: string; date: string; currency: string; per_euro: string }>`
          select asked.day::text as wanted, found.day::text as date, asked.currency, found.per_euro
          from unnest(
            ${wanted.map(({ currency }) => currency)}::text[],
            ${wanted.map(({ date }) => date)}::date[]
          ) as asked (currency, day)
          cross join lateral (
            select day, per_euro from rates
            where user_id = ${userId} and rates.currency = asked.currency
              and day between asked.day - ${longestGapDays}::integer and asked.day
            order by day desc limit 1
          ) as found
        `.execute(tx)
        return rows.map(({ wanted, date, currency, per_euro }): Rate & { wanted: string } => ({
          wanted,
          date,
          currency,
          perEuro: per_euro,
        }))
      }),
  }
}
