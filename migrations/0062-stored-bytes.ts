import { type Kysely, sql } from 'kysely'

/**
 * What is stored may differ from the file a person has: where a picture was taken is left out. `sha256` stays
 * that of the person's file, by which it is known again; this is that of the stored bytes, where they differ.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table receipts add column stored_sha256 text`.execute(db)
}
