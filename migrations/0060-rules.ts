import { type Kysely, sql } from 'kysely'

/** What a person said once and for all about a merchant, and what came with an upload. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table rules (
      id uuid primary key,
      user_id uuid not null,
      -- As the person wrote it, and as names are compared: lower case, letters and digits only.
      merchant text not null,
      merchant_key text not null check (merchant_key <> ''),
      rename text,
      category text,
      created_at timestamptz not null default now(),
      unique (user_id, merchant_key),
      check (rename is not null or category is not null)
    )
  `.execute(db)
  await sql`alter table rules enable row level security`.execute(db)
  await sql`grant select, insert, update, delete on rules to expensa_user`.execute(db)
  await sql`
    create policy own_rows on rules to expensa_user
    using (user_id = nullif(current_setting('expensa.user_id', true), '')::uuid)
  `.execute(db)

  await sql`alter table receipts add column filed_tags text[] not null default '{}'`.execute(db)
  await sql`alter table receipts add column filed_project text`.execute(db)
}
