import { type Kysely, sql } from 'kysely'

/** What was given to the command that began a batch, so that the batch can be taken up again by its id. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table batches add column source jsonb`.execute(db)
  await sql`create index batches_user on batches (user_id, created_at desc)`.execute(db)
}
