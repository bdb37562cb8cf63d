import { sql, type Transaction } from 'kysely'
import { ExpensaError } from '../core/errors.ts'
import { shortId } from '../core/ids.ts'
import type { Batch, ReadingState } from '../core/reading-state.ts'
import { type ReceiptStatus, receiptStatuses } from '../core/receipt.ts'
import { theOneMeant } from '../core/typed-id.ts'
import type { AsUser } from './postgres-as-user.ts'
import type { Database } from './postgres-database.ts'
import { findReceipt } from './postgres-find-receipt.ts'
import { noFailure } from './postgres-reading-leases.ts'
import { toReceipt } from './postgres-rows.ts'
import { idIsMeant } from './postgres-typed-id.ts'

/** How far receipts have come, one by one and batch by batch. */
export function readingStateMethods(userId: string, asUser: AsUser): ReadingState {
  return {
    countReceipts: () =>
      asUser(async (tx) => {
        const rows = await tx
          .selectFrom('receipts')
          .select(['status', sql<number>`count(*)::bigint`.as('count')])
          .where('user_id', '=', userId)
          .where('deleted_at', 'is', null)
          .groupBy('status')
          .execute()
        return countsOf(rows)
      }),

    retryReceipts: ({ ids, batchId }) =>
      asUser(async (tx) => {
        const named: string[] = []
        for (const id of ids ?? []) named.push(await retryable(tx, id))
        const rows = await tx
          .updateTable('receipts')
          .set({ status: 'uploaded', attempts: 0, not_before: null, ...noFailure, updated_at: sql`now()` })
          .where('user_id', '=', userId)
          .where('deleted_at', 'is', null)
          .where((eb) =>
            eb.or([
              eb('status', '=', 'failed'),
              eb.and([eb('status', '=', 'uploaded'), eb('not_before', 'is not', null)]),
              ...(ids ? [eb('status', '=', 'uploaded')] : []),
            ]),
          )
          .$if(ids !== undefined, (query) => query.where('id', 'in', named))
          .$if(batchId !== undefined, (query) => query.where('batch_id', '=', batchId ?? null))
          .returningAll()
          .execute()
        return rows.map(toReceipt)
      }),

    listBatches: (limit) =>
      asUser(async (tx) => {
        const rows = await tx
          .selectFrom('batches')
          .selectAll()
          .where('user_id', '=', userId)
          .orderBy('created_at', 'desc')
          .limit(limit)
          .execute()
        const batches: Batch[] = []
        for (const row of rows) batches.push(await toBatch(tx, row))
        return batches
      }),

    getBatch: (typed) =>
      asUser(async (tx) => {
        const found = await tx
          .selectFrom('batches')
          .selectAll()
          .where('user_id', '=', userId)
          .where(idIsMeant(typed))
          .limit(2)
          .execute()
        return toBatch(tx, theOneMeant(found, typed, { kind: 'batch', list: 'expensa batch list' }))
      }),
  }

  /** The id of a receipt that can be read again as it lies there. */
  async function retryable(tx: Transaction<Database>, typed: string): Promise<string> {
    const { id, status } = await findReceipt(tx, userId, typed)
    if (status === 'failed' || status === 'uploaded') return id
    const obstacles: Record<typeof status, [reason: string, hint: string]> = {
      pending: ['was announced, but its file never arrived', 'Run the upload of this file again.'],
      extracting: ['is being read right now', 'Watch it with: expensa status'],
      extracted: ['has been read', `Read it again with: expensa reextract ${shortId(id)}`],
      needs_review: ['has been read', `Read it again with: expensa reextract ${shortId(id)}`],
      confirmed: ['has been read and confirmed', `Change it with: expensa edit ${shortId(id)}`],
    }
    const [reason, hint] = obstacles[status]
    throw new ExpensaError('conflict', `The receipt ${shortId(id)} ${reason}.`, { hint })
  }

  async function toBatch(
    tx: Transaction<Database>,
    row: { id: string; created_at: Date; file_count: number; source: Batch['source'] },
  ): Promise<Batch> {
    const counts = await tx
      .selectFrom('receipts')
      .select(['status', sql<number>`count(*)::bigint`.as('count')])
      .where('user_id', '=', userId)
      .where('batch_id', '=', row.id)
      .where('deleted_at', 'is', null)
      .groupBy('status')
      .execute()
    return {
      id: row.id,
      createdAt: row.created_at,
      fileCount: row.file_count,
      source: row.source,
      counts: countsOf(counts),
    }
  }
}

function countsOf(rows: readonly { status: ReceiptStatus; count: number }[]): Record<ReceiptStatus, number> {
  const zeros = receiptStatuses.map((status) => [status, 0] as const)
  return Object.fromEntries([
    ...zeros,
    ...rows.map(({ status, count }) => [status, count] as const),
  ]) as Record<ReceiptStatus, number>
}
