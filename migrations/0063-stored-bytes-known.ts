import { type Kysely, sql } from 'kysely'

/** Stored bytes are known again, too. After the column, so that the index is built while others write. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index if not exists receipts_user_stored_sha256 on receipts (user_id, stored_sha256)
    where stored_sha256 is not null and deleted_at is null
  `.execute(db)
}
