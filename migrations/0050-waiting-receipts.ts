import { type Kysely, sql } from 'kysely'

/** What the sweep looks for every minute, over all users: few rows at any time, however many receipts there are. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index if not exists receipts_waiting on receipts (created_at)
    where deleted_at is null and status in ('pending', 'uploaded', 'extracting')
  `.execute(db)
}
