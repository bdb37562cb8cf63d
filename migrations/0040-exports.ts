import { type Kysely, sql } from 'kysely'

/** Which expense each export had last, and in which revision: what `--since-last` leaves out. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table exports (
      user_id uuid not null,
      name text not null,
      expense_id uuid not null references expenses (id) on delete cascade,
      revision text not null,
      exported_at timestamptz not null default now(),
      primary key (user_id, name, expense_id)
    )
  `.execute(db)
  await sql`create index exports_expense on exports (expense_id)`.execute(db)
  await sql`alter table exports enable row level security`.execute(db)
  await sql`grant select, insert, update, delete on exports to expensa_user`.execute(db)
  await sql`
    create policy own_rows on exports to expensa_user
    using (user_id = nullif(current_setting('expensa.user_id', true), '')::uuid)
  `.execute(db)
}
