import { type Kysely, sql } from 'kysely'

/** How many new receipts each user announced on a day (UTC), for the limit that a backend may set. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table upload_days (
      user_id uuid not null,
      day date not null,
      uploads integer not null,
      primary key (user_id, day)
    )
  `.execute(db)
  await sql`alter table upload_days enable row level security`.execute(db)
  await sql`grant select, insert, update, delete on upload_days to expensa_user`.execute(db)
  await sql`
    create policy own_rows on upload_days to expensa_user
    using (user_id = nullif(current_setting('expensa.user_id', true), '')::uuid)
  `.execute(db)
}
