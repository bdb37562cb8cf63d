import { type Kysely, sql } from 'kysely'

/**
 * Suspicions that two receipts are of one purchase, and what a person made of them. The picture's hash is
 * kept with the receipt; the comparison is a scan over one user's receipts, which is a few thousand at most.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table receipts add column picture_hash bit(256)`.execute(db)
  await sql`
    create table duplicates (
      user_id uuid not null,
      -- The one that came in later.
      receipt_id uuid not null references receipts (id) on delete cascade,
      other_id uuid not null references receipts (id) on delete cascade,
      kind text not null check (kind in ('picture', 'purchase')),
      resolution text check (resolution in ('both', 'this', 'other')),
      created_at timestamptz not null default now(),
      resolved_at timestamptz,
      primary key (receipt_id, other_id),
      check ((resolution is null) = (resolved_at is null))
    )
  `.execute(db)
  await sql`create index duplicates_other on duplicates (other_id)`.execute(db)
  await sql`create index duplicates_open on duplicates (user_id, created_at) where resolution is null`.execute(
    db,
  )
  await sql`
    create index expenses_same_purchase on expenses (user_id, purchase_date, total_minor)
    where deleted_at is null and total_minor is not null
  `.execute(db)
  await sql`alter table duplicates enable row level security`.execute(db)
  await sql`grant select, insert, update, delete on duplicates to expensa_user`.execute(db)
  await sql`
    create policy own_rows on duplicates to expensa_user
    using (user_id = nullif(current_setting('expensa.user_id', true), '')::uuid)
  `.execute(db)

  // Edits made at once have one time; people see them in the order in which they were made.
  await sql`alter table edits add column position bigint generated always as identity`.execute(db)
}
