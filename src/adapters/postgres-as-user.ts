import { setTimeout as sleep } from 'node:timers/promises'
import { type Kysely, sql, type Transaction } from 'kysely'
import { ExpensaError } from '../core/errors.ts'
import type { Database } from './postgres-database.ts'
import { postgresFailure } from './postgres-failure.ts'

/** Runs `work` as one user: bound by row-level security, in one transaction. */
export type AsUser = <T>(work: (tx: Transaction<Database>) => Promise<T>) => Promise<T>

/** The one place that binds queries to their user; see migration 0001. */
export function bindToUser(db: Kysely<Database>, userId: string): AsUser {
  return async (work) => {
    let begun = false
    const once = () =>
      db.transaction().execute(async (tx) => {
        await sql`select set_config('role', 'expensa_user', true), set_config('expensa.user_id', ${userId}, true)`.execute(
          tx,
        )
        begun = true
        return work(tx)
      })
    try {
      return await once().catch(async (error: unknown) => {
        // A connection of the pool was cut while nobody used it; the next one is made afresh. The server's farewell may
        // come as the answer to a query, a moment before the end: asked at once, the pool would give out the same one.
        if (begun || !isUnavailable(postgresFailure(error))) throw error
        await sleep(100)
        return once()
      })
    } catch (error) {
      throw postgresFailure(error)
    }
  }
}

function isUnavailable(error: unknown): boolean {
  return error instanceof ExpensaError && error.code === 'database_unavailable'
}
