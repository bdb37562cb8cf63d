import { type Kysely, sql, type Transaction } from 'kysely'
import type { Database } from './postgres-database.ts'
import { postgresFailure } from './postgres-failure.ts'

/** Runs `work` as one user: bound by row-level security, in one transaction. */
export type AsUser = <T>(work: (tx: Transaction<Database>) => Promise<T>) => Promise<T>

/** The one place that binds queries to their user; see migration 0001. */
export function bindToUser(db: Kysely<Database>, userId: string): AsUser {
  return (work) =>
    db
      .transaction()
      .execute(async (tx) => {
        await sql`select set_config('role', 'expensa_user', true), set_config('expensa.user_id', ${userId}, true)`.execute(
          tx,
        )
        return work(tx)
      })
      .catch((error: unknown) => {
        throw postgresFailure(error)
      })
}
