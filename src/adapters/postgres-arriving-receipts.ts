import { type Kysely, sql, type Transaction } from 'kysely'
import type { ArrivingReceipts } from '../core/arriving-receipts.ts'
import type { ReceiptWithExpense } from '../core/expense.ts'
import type { AsUser } from './postgres-as-user.ts'
import type { Database } from './postgres-database.ts'
import { noFailure } from './postgres-reading-leases.ts'
import { toExpense, toJsonb, toReceipt } from './postgres-rows.ts'

/** Receipts from their announcement until their bytes are stored. */
export function arrivingReceiptMethods(userId: string, asUser: AsUser): ArrivingReceipts {
  return {
    createBatch: (id, fileCount, source) =>
      asUser(async (tx) => {
        await tx
          .insertInto('batches')
          .values({
            id,
            user_id: userId,
            file_count: fileCount,
            source: source && toJsonb(source),
          })
          .onConflict((conflict) => conflict.doNothing())
          .execute()
      }),

    findReceiptsBySha256: (sha256s) =>
      asUser((tx) =>
        withExpenses(tx, (query) =>
          query.where((eb) =>
            eb.or([eb('sha256', 'in', [...sha256s]), eb('stored_sha256', 'in', [...sha256s])]),
          ),
        ),
      ),

    createReceipt: (receipt, objectKey) =>
      asUser(async (tx) => {
        await tx
          .insertInto('receipts')
          .values({
            id: receipt.id,
            user_id: userId,
            batch_id: receipt.batchId,
            sha256: receipt.sha256,
            stored_sha256: receipt.storedSha256 ?? null,
            object_key: objectKey,
            original_filename: receipt.originalFilename,
            content_type: receipt.contentType,
            size_bytes: receipt.sizeBytes,
            category: receipt.category,
            filed_project: receipt.project ?? null,
            filed_tags: [...(receipt.tags ?? [])],
          })
          .onConflict((conflict) =>
            conflict.columns(['user_id', 'sha256']).where('deleted_at', 'is', null).doNothing(),
          )
          .execute()
        const row = await tx
          .selectFrom('receipts')
          .selectAll()
          .where('user_id', '=', userId)
          .where('sha256', '=', receipt.sha256)
          .where('deleted_at', 'is', null)
          .executeTakeFirstOrThrow()
        return toReceipt(row)
      }),

    expectBytes: (receiptId, storedSha256) =>
      asUser(async (tx) => {
        await tx
          .updateTable('receipts')
          .set({ stored_sha256: storedSha256, updated_at: sql`now()` })
          .where('user_id', '=', userId)
          .where('id', '=', receiptId)
          .where('status', 'in', ['pending', 'failed'])
          .execute()
      }),

    listReceipts: ({ ids, batchId, statuses, limit }) =>
      asUser((tx) =>
        withExpenses(tx, (query) =>
          query
            .$if(ids !== undefined, (q) => q.where('id', 'in', [...(ids ?? [])]))
            .$if(batchId !== undefined, (q) => q.where('batch_id', '=', batchId ?? null))
            .$if(statuses !== undefined, (q) => q.where('status', 'in', [...(statuses ?? [])]))
            // Ids follow each other as the files of a batch did.
            .orderBy(batchId === undefined ? 'created_at' : 'id', batchId === undefined ? 'desc' : 'asc')
            .limit(limit),
        ),
      ),

    markUploaded: (receiptId) =>
      asUser(async (tx) => {
        await tx
          .updateTable('receipts')
          .set({ status: 'uploaded', attempts: 0, not_before: null, ...noFailure, updated_at: sql`now()` })
          .where('user_id', '=', userId)
          .where('id', '=', receiptId)
          .where('status', 'in', ['pending', 'failed'])
          .execute()
      }),

    // One statement, so that requests at once cannot exceed the limit.
    reserveUploads: (count, perDay) =>
      asUser(async (tx) => {
        if (count > perDay) return false
        const { rows } = await sql`
          insert into upload_days as days (user_id, day, uploads)
          values (${userId}, (now() at time zone 'UTC')::date, ${count})
          on conflict (user_id, day) do update set uploads = days.uploads + excluded.uploads
          where days.uploads + excluded.uploads <= ${perDay}::int
          returning uploads
        `.execute(tx)
        return rows.length > 0
      }),
  }

  async function withExpenses(
    tx: Transaction<Database>,
    narrow: (query: ReturnType<typeof receiptQuery>) => ReturnType<typeof receiptQuery>,
  ): Promise<ReceiptWithExpense[]> {
    const receipts = await narrow(receiptQuery(tx)).execute()
    if (receipts.length === 0) return []
    const expenses = await tx
      .selectFrom('expenses')
      .selectAll()
      .where('user_id', '=', userId)
      .where(
        'id',
        'in',
        receipts.map((row) => row.id),
      )
      .execute()
    const byId = new Map(expenses.map((row) => [row.id, row]))
    return receipts.map((row) => {
      const expense = byId.get(row.id)
      return {
        receipt: toReceipt(row),
        expense: expense ? toExpense({ ...expense, status: row.status }) : null,
      }
    })
  }

  function receiptQuery(tx: Kysely<Database>) {
    return tx.selectFrom('receipts').selectAll().where('user_id', '=', userId).where('deleted_at', 'is', null)
  }
}
