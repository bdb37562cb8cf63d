import { type Kysely, sql } from 'kysely'

/** Exchange rates that a user imported: how much of a currency one euro bought on a day. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table rates (
      user_id uuid not null,
      currency text not null check (currency ~ '^[A-Z]{3}$'),
      day date not null,
      per_euro text not null,
      primary key (user_id, currency, day)
    )
  `.execute(db)
  await sql`alter table rates enable row level security`.execute(db)
  await sql`grant select, insert, update, delete on rates to expensa_user`.execute(db)
  await sql`
    create policy own_rows on rates to expensa_user
    using (user_id = nullif(current_setting('expensa.user_id', true), '')::uuid)
  `.execute(db)
}
