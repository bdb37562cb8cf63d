import { sql, type Transaction } from 'kysely'
import type { Database } from './postgres-database.ts'

/** Takes a receipt and its expense out of sight. Who is reading it loses the lease: nothing is written to it. */
export async function deleteReceipt(
  tx: Transaction<Database>,
  userId: string,
  receiptId: string,
): Promise<void> {
  await tx
    .updateTable('expenses')
    .set({ deleted_at: sql`now()` })
    .where('user_id', '=', userId)
    .where('id', '=', receiptId)
    .execute()
  await tx
    .updateTable('receipts')
    .set({ deleted_at: sql`now()`, updated_at: sql`now()` })
    .where('user_id', '=', userId)
    .where('id', '=', receiptId)
    .execute()
  await tx
    .updateTable('receipts')
    .set({ status: 'uploaded', lease_token: null, lease_expires_at: null })
    .where('user_id', '=', userId)
    .where('id', '=', receiptId)
    .where('status', '=', 'extracting')
    .execute()
}
