import { type Kysely, sql } from 'kysely'
import type { ExpenseStore } from '../core/expense-store.ts'
import { arrivingReceiptMethods } from './postgres-arriving-receipts.ts'
import { bindToUser } from './postgres-as-user.ts'
import type { Database } from './postgres-database.ts'
import { duplicateMethods } from './postgres-duplicates.ts'
import { editMethods } from './postgres-edits.ts'
import { expenseQueryMethods } from './postgres-expense-queries.ts'
import { exportMethods } from './postgres-exports.ts'
import { extractionRequestMethods, listOpenRequests } from './postgres-extraction-requests.ts'
import { rateMethods } from './postgres-rates.ts'
import { readingLeaseMethods, waiting } from './postgres-reading-leases.ts'
import { readingStateMethods } from './postgres-reading-state.ts'
import { reextractionMethods } from './postgres-reextraction.ts'
import { ruleMethods } from './postgres-rules.ts'
import { summaryMethods } from './postgres-summary.ts'

/**
 * Records in PostgreSQL. Each call is one transaction bound to its user twice: by `where user_id` and, in
 * case a query ever forgets that, by row-level security (see migration 0001).
 */
export function createPostgresExpenseStore(db: Kysely<Database>): ExpenseStore {
  return {
    forUser(userId) {
      const asUser = bindToUser(db, userId)
      return {
        ...arrivingReceiptMethods(userId, asUser),
        ...readingLeaseMethods(userId, asUser),
        ...expenseQueryMethods(userId, asUser),
        ...summaryMethods(userId, asUser),
        ...editMethods(userId, asUser),
        ...readingStateMethods(userId, asUser),
        ...exportMethods(userId, asUser),
        ...rateMethods(userId, asUser),
        ...reextractionMethods(userId, asUser),
        ...extractionRequestMethods(userId, asUser),
        ...duplicateMethods(userId, asUser),
        ...ruleMethods(userId, asUser),
      }
    },

    listUnattended: (limit) =>
      db
        .selectFrom('receipts')
        .select(['id as receiptId', 'user_id as userId', 'status'])
        .where(waiting)
        .where(
          // Nothing puts parentheses around an "or" of ours but we.
          sql<boolean>`(status <> 'pending'
            or created_at between now() - interval '1 day' and now() - interval '15 minutes')`,
        )
        .orderBy('created_at')
        .limit(limit)
        .execute(),

    listExtractionRequests: (limit) => listOpenRequests(db, limit),

    listOverdueUploads: (limit) =>
      db
        .selectFrom('receipts')
        .select(['id as receiptId', 'user_id as userId'])
        .where('status', '=', 'pending')
        .where('deleted_at', 'is', null)
        .where(sql<boolean>`created_at < now() - interval '1 day'`)
        .orderBy('created_at')
        .limit(limit)
        .execute(),

    async forgetUploads(receiptIds) {
      await db
        .updateTable('receipts')
        .set({ deleted_at: sql<Date>`now()`, failure_code: 'upload_expired', updated_at: sql<Date>`now()` })
        .where('id', 'in', [...receiptIds])
        .where('status', '=', 'pending')
        .execute()
    },
  }
}
