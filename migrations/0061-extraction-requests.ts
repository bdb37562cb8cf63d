import { type Kysely, sql } from 'kysely'

/**
 * Who asked for another extraction of a receipt. The row has the id of the extraction that answers it; once
 * that exists, the request is done.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table extraction_requests (
      id uuid primary key,
      user_id uuid not null,
      receipt_id uuid not null references receipts (id) on delete cascade,
      -- Null: whatever the backend reads with.
      model text,
      not_before timestamptz,
      claimed_at timestamptz,
      failure_code text,
      failure_message text,
      failure_hint text,
      retry_at timestamptz,
      created_at timestamptz not null default now()
    )
  `.execute(db)
  await sql`
    create index extraction_requests_waiting on extraction_requests (created_at)
    where claimed_at is null and failure_code is null
  `.execute(db)
  await sql`create index extraction_requests_receipt on extraction_requests (receipt_id)`.execute(db)
  await sql`alter table extraction_requests enable row level security`.execute(db)
  await sql`grant select, insert, update, delete on extraction_requests to expensa_user`.execute(db)
  await sql`
    create policy own_rows on extraction_requests to expensa_user
    using (user_id = nullif(current_setting('expensa.user_id', true), '')::uuid)
  `.execute(db)
}
