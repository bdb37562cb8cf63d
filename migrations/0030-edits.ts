import { type Kysely, sql } from 'kysely'

/** What people changed, entry by entry and never rewritten: `edits` can be added to and read, that is all. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table edits (
      id uuid primary key,
      expense_id uuid not null references expenses (id) on delete cascade,
      user_id uuid not null,
      edited_by uuid not null,
      field text not null,
      -- The values as JSON: text, {minorUnits, currency}, or a list of tags.
      old_value jsonb not null,
      new_value jsonb not null,
      created_at timestamptz not null default now()
    )
  `.execute(db)
  await sql`create index edits_expense on edits (expense_id, created_at)`.execute(db)
  await sql`alter table edits enable row level security`.execute(db)
  await sql`grant select, insert on edits to expensa_user`.execute(db)
  await sql`
    create policy own_rows on edits to expensa_user
    using (user_id = nullif(current_setting('expensa.user_id', true), '')::uuid)
  `.execute(db)

  await sql`alter table expenses add column project text`.execute(db)
  // A receipt that no extractor could read can be entered by hand.
  await sql`alter table expenses alter column extraction_id drop not null`.execute(db)
}
