import { type Kysely, sql } from 'kysely'
import { quotaTimeZone } from '../core/quota-day.ts'
import type { QuotaLimiter, QuotaLimits, QuotaScope } from '../core/quota-limiter.ts'

/** A window as this limiter sees it: a little more than a minute, since requests take unequal times to arrive. */
const usualWindowMs = 61_000

export interface QuotaState {
  usedToday: number
  perDay: number
  /** Set while no call may begin. */
  blockedUntil: Date | null
}

export interface PostgresQuotaLimiter extends QuotaLimiter {
  /** What a model has used of its present day. */
  state(model: string): Promise<QuotaState>
}

/**
 * Keeps the limits among all workers that share a database, by its clock. A reservation takes the next free
 * place in time, however far ahead within the caller's patience, so nobody has to ask in turns and the quota
 * is used fully. Holds a connection for a few milliseconds, never while waiting.
 */
export function createPostgresQuotaLimiter<DB>(db: Kysely<DB>, limits: QuotaLimits): PostgresQuotaLimiter {
  const { perMinute, perDay, windowMs = usualWindowMs } = limits

  return {
    async reserve(model, maxWaitMs) {
      return db.transaction().execute(async (trx) => {
        // Locks the model's row. A statement of its own: the next one must see what the previous holder wrote.
        await sql`
          insert into quota_models (model) values (${model})
          on conflict (model) do update set model = excluded.model
        `.execute(trx)
        const { rows } = await sql<{ begins_at: Date; wait_ms: number; granted: boolean; scope: QuotaScope }>`
          with clock as (
            -- Whole milliseconds, rounded up: what the caller is told is then exactly what is kept.
            select date_trunc('milliseconds', clock_timestamp() + interval '999 microseconds') as now
          ),
          opening as (
            -- The call as many places before this one as the limit allows must be a whole window old.
            select now, blocked_scope,
              greatest(now, blocked_until, (
                select begins_at + make_interval(secs => ${windowMs}::float8 / 1000)
                from quota_calls where model = ${model}
                order by begins_at desc offset ${perMinute - 1}::int limit 1
              )) as begins_at,
              blocked_until
            from clock, quota_models where model = ${model}
          ),
          place as (
            -- The first day that still has a call left. Beyond the next one there are no reservations.
            select now, blocked_scope, blocked_until, days.day::date as day, ahead,
              greatest(begins_at, days.day at time zone ${quotaTimeZone}) as begins_at
            from opening
            cross join generate_series(0, 2) as ahead
            cross join lateral (
              select date_trunc('day', begins_at at time zone ${quotaTimeZone}) + make_interval(days => ahead) as day
            ) as days
            left join quota_days used on used.model = ${model} and used.day = days.day::date
            where coalesce(used.calls, 0) < ${perDay}::int
            order by ahead limit 1
          ),
          answer as (
            select begins_at, day,
              ceil(extract(epoch from begins_at - now) * 1000)::int8 as wait_ms,
              begins_at - now <= make_interval(secs => ${maxWaitMs}::float8 / 1000) as granted,
              case when ahead > 0 then 'day' when begins_at = blocked_until then blocked_scope else 'minute' end as scope
            from place
          ),
          counted as (
            insert into quota_days (model, day, calls) select ${model}, day, 1 from answer where granted
            on conflict (model, day) do update set calls = quota_days.calls + 1
          ),
          called as (
            insert into quota_calls (model, begins_at) select ${model}, begins_at from answer where granted
          ),
          forgotten as (
            delete from quota_calls using clock
            where model = ${model} and begins_at < now - make_interval(secs => ${windowMs}::float8 / 500)
          )
          select begins_at, wait_ms::float8 as wait_ms, granted, scope from answer
        `.execute(trx)
        const answer = rows[0]
        if (!answer) throw new Error('the quota has no place for a call on any of three days')
        return answer.granted
          ? { granted: true, waitMs: answer.wait_ms, beginsAt: answer.begins_at }
          : { granted: false, retryAt: answer.begins_at, scope: answer.scope }
      })
    },

    async refused(model, until, scope) {
      await sql`
        insert into quota_models (model, blocked_until, blocked_scope) values (${model}, ${until}, ${scope})
        on conflict (model) do update
        set blocked_until = excluded.blocked_until, blocked_scope = excluded.blocked_scope
        where quota_models.blocked_until is null or quota_models.blocked_until < excluded.blocked_until
      `.execute(db)
    },

    async state(model) {
      const { rows } = await sql<{ used: number; blocked_until: Date | null }>`
        select
          coalesce((
            select calls from quota_days
            where model = ${model} and day = (clock_timestamp() at time zone ${quotaTimeZone})::date
          ), 0) as used,
          (
            select blocked_until from quota_models
            where model = ${model} and blocked_until > clock_timestamp()
          ) as blocked_until
      `.execute(db)
      return { usedToday: rows[0]?.used ?? 0, perDay, blockedUntil: rows[0]?.blocked_until ?? null }
    },
  }
}
