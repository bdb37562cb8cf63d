import { type Kysely, sql } from 'kysely'
import type { ExpenseStore } from '../core/ports.ts'
import type { Database } from './postgres-database.ts'
import { editMethods } from './postgres-edits.ts'
import { expenseMethods } from './postgres-expenses.ts'
import { exportMethods } from './postgres-exports.ts'
import { postgresFailure } from './postgres-failure.ts'
import { readingStateMethods } from './postgres-reading-state.ts'
import { type AsUser, receiptMethods, waiting } from './postgres-receipts.ts'
import { reextractionMethods } from './postgres-reextraction.ts'

/**
 * Records in PostgreSQL. Each call is one transaction bound to its user twice: by `where user_id` and, in
 * case a query ever forgets that, by row-level security (see migration 0001).
 */
export function createPostgresExpenseStore(db: Kysely<Database>): ExpenseStore {
  return {
    forUser(userId) {
      const asUser: AsUser = (work) =>
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
      return {
        ...receiptMethods(userId, asUser),
        ...expenseMethods(userId, asUser),
        ...editMethods(userId, asUser),
        ...readingStateMethods(userId, asUser),
        ...exportMethods(userId, asUser),
        ...reextractionMethods(userId, asUser),
      }
    },

    listUnattended: (limit) =>
      db
        .selectFrom('receipts')
        .select(['id as receiptId', 'user_id as userId', 'status'])
        .where(waiting)
        .where(
          sql<boolean>`status <> 'pending'
            or created_at between now() - interval '1 day' and now() - interval '15 minutes'`,
        )
        .orderBy('created_at')
        .limit(limit)
        .execute(),
  }
}
