import { type Kysely, sql } from 'kysely'

/**
 * Calls to services that count them, for all workers together. `quota_models` is one row for each model: its
 * lock puts reservations in a row. `quota_calls` holds when the latest calls begin, `quota_days` how many
 * there were on a Californian calendar day. No user's data is in here.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table quota_models (
      model text primary key,
      blocked_until timestamptz,
      blocked_scope text check (blocked_scope in ('minute', 'day'))
    )
  `.execute(db)
  await sql`
    create table quota_calls (
      model text not null references quota_models (model),
      begins_at timestamptz not null
    )
  `.execute(db)
  await sql`create index quota_calls_latest on quota_calls (model, begins_at)`.execute(db)
  await sql`
    create table quota_days (
      model text not null references quota_models (model),
      day date not null,
      calls integer not null,
      primary key (model, day)
    )
  `.execute(db)
}
