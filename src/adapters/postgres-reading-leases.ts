import { sql, type Transaction } from 'kysely'
import { personsValuesOf } from '../core/persons-values.ts'
import type { ClaimedReceipt, Failure, ReadingLeases } from '../core/reading-leases.ts'
import type { AsUser } from './postgres-as-user.ts'
import type { Database } from './postgres-database.ts'
import { suspectDuplicates } from './postgres-duplicates.ts'
import { fromAnswer, toExpense, toReceipt } from './postgres-rows.ts'
import { ruleFor } from './postgres-rules.ts'
import { writeExpense } from './postgres-write-expense.ts'

/** A lease that nobody holds any more, or work that nobody took up yet. */
export const waiting = sql<boolean>`
  deleted_at is null
  and (status in ('pending', 'uploaded') or (status = 'extracting' and lease_expires_at < now()))
  and (not_before is null or not_before <= now())
`

/** Receipts from the moment their bytes are stored until they have an expense. */
export function readingLeaseMethods(userId: string, asUser: AsUser): ReadingLeases {
  return {
    claimReceipt: (receiptId, leaseToken, leaseMs) =>
      asUser(async (tx) => {
        const row = await tx
          .updateTable('receipts')
          .set((eb) => ({
            status: 'extracting',
            attempts: eb('attempts', '+', 1),
            lease_token: leaseToken,
            lease_expires_at: leaseEnd(leaseMs),
            updated_at: sql`now()`,
          }))
          .where('user_id', '=', userId)
          .where('id', '=', receiptId)
          .where(waiting)
          .returningAll()
          .executeTakeFirst()
        return row ? { receipt: toReceipt(row), leaseToken, category: row.category } : null
      }),

    renewLease: (receiptId, leaseToken, leaseMs) =>
      asUser(async (tx) => {
        const result = await tx
          .updateTable('receipts')
          .set({ lease_expires_at: leaseEnd(leaseMs) })
          .where('user_id', '=', userId)
          .where('id', '=', receiptId)
          .where('lease_token', '=', leaseToken)
          .executeTakeFirst()
        return result.numUpdatedRows > 0n
      }),

    saveExtraction: (claim, extractionId, answer, judge) =>
      asUser(async (tx) => {
        const receiptId = claim.receipt.id
        // Edits and the end of the lease take their turns: none overlooks the other.
        const current = await tx
          .selectFrom('expenses')
          .selectAll()
          .where('user_id', '=', userId)
          .where('id', '=', receiptId)
          .forUpdate()
          .executeTakeFirst()
        if (!(await holdsLease(tx, claim))) return false
        const person = current ? personsValuesOf(toExpense({ ...current, status: 'extracting' })) : {}
        const expense = await suspectDuplicates(
          tx,
          userId,
          receiptId,
          judge(person, await ruleFor(tx, userId, answer.extraction.merchant)),
          answer.pictureHashes ?? null,
        )
        await endLease(tx, claim, {
          status: expense.reviewReasons.length > 0 ? 'needs_review' : 'extracted',
          ...noFailure,
        })
        await tx
          .insertInto('extractions')
          .values(fromAnswer(userId, receiptId, extractionId, answer))
          .execute()
        const filed = current ? {} : await filingOf(tx, receiptId)
        await writeExpense(tx, userId, receiptId, { extraction_id: extractionId, ...filed }, expense)
        return true
      }),

    failReceipt: (claim, failure) =>
      asUser(async (tx) => {
        await endLease(tx, claim, { status: 'failed', ...failureColumns(failure) })
      }),

    parkReceipt: (claim, failure, notBefore, attemptCounts) =>
      asUser(async (tx) => {
        await endLease(tx, claim, {
          status: 'uploaded',
          not_before: notBefore,
          attempts: claim.receipt.attempts - (attemptCounts ? 0 : 1),
          ...failureColumns(failure),
        })
      }),

    listWaiting: (limit) =>
      asUser(async (tx) => {
        const rows = await tx
          .selectFrom('receipts')
          .select('id')
          .where('user_id', '=', userId)
          .where('status', '!=', 'pending')
          .where(waiting)
          .orderBy('created_at')
          .limit(limit)
          .execute()
        return rows.map((row) => row.id)
      }),
  }

  /** What came with the upload, for an expense that is new. */
  function filingOf(tx: Transaction<Database>, receiptId: string) {
    return tx
      .selectFrom('receipts')
      .select(['filed_project as project', 'filed_tags as tags'])
      .where('user_id', '=', userId)
      .where('id', '=', receiptId)
      .executeTakeFirstOrThrow()
  }

  /** Whether the lease is still the claim's own; nobody else takes it before this transaction ends. */
  async function holdsLease(tx: Transaction<Database>, claim: ClaimedReceipt): Promise<boolean> {
    const row = await tx
      .selectFrom('receipts')
      .select('id')
      .where('user_id', '=', userId)
      .where('id', '=', claim.receipt.id)
      .where('lease_token', '=', claim.leaseToken)
      .forNoKeyUpdate()
      .executeTakeFirst()
    return row !== undefined
  }

  /** Changes nothing where the lease is another's by now. */
  async function endLease(
    tx: Transaction<Database>,
    claim: ClaimedReceipt,
    columns: Record<string, unknown>,
  ) {
    await tx
      .updateTable('receipts')
      .set({ ...columns, lease_token: null, lease_expires_at: null, updated_at: sql`now()` })
      .where('user_id', '=', userId)
      .where('id', '=', claim.receipt.id)
      .where('lease_token', '=', claim.leaseToken)
      .execute()
  }
}

export const noFailure = { failure_code: null, failure_message: null, failure_hint: null }

function failureColumns(failure: Failure) {
  return { failure_code: failure.code, failure_message: failure.message, failure_hint: failure.hint }
}

function leaseEnd(leaseMs: number) {
  return sql<Date>`now() + ${leaseMs} * interval '1 millisecond'`
}
