import { sql, type Transaction } from 'kysely'
import { type DuplicateReview, isOtherPurchase, isSamePurchase } from '../core/duplicates.ts'
import { ExpensaError } from '../core/errors.ts'
import type { ExpenseDraft } from '../core/expense.ts'
import { mostDifferentBits } from '../core/picture-hash.ts'
import type { AsUser } from './postgres-as-user.ts'
import type { Database } from './postgres-database.ts'
import { deleteReceipt } from './postgres-delete-receipt.ts'
import { expensesWithStatus } from './postgres-find-expense.ts'
import { findReceipt } from './postgres-find-receipt.ts'
import { toExpense } from './postgres-rows.ts'

/** Suspected duplicates, for people to settle. */
export function duplicateMethods(userId: string, asUser: AsUser): DuplicateReview {
  return {
    listDuplicates: (id) =>
      asUser(async (tx) => {
        const receiptId = id === null ? null : (await findReceipt(tx, userId, id)).id
        const rows = await openPairs(tx, userId)
          .$if(receiptId !== null, (query) =>
            query.where((eb) => eb.or([eb('receipt_id', '=', receiptId), eb('other_id', '=', receiptId)])),
          )
          .orderBy('duplicates.created_at', 'desc')
          .limit(1000)
          .execute()
        return rows.map(toDuplicate)
      }),

    findDropped: (sha256s) =>
      asUser(async (tx) => {
        const { rows } = await sql<{ sha256: string; keptId: string }>`
          select distinct on (dropped.sha256) dropped.sha256, kept.id as "keptId"
          from duplicates
          join receipts dropped on dropped.id = case resolution when 'this' then other_id else receipt_id end
          join receipts kept on kept.id = case resolution when 'this' then receipt_id else other_id end
          where duplicates.user_id = ${userId} and resolution in ('this', 'other')
            and dropped.deleted_at is not null and kept.deleted_at is null
            and dropped.sha256 = any(${[...sha256s]})
        `.execute(tx)
        return rows
      }),

    resolveDuplicate: (id, otherId, keep) =>
      asUser(async (tx) => {
        const first = (await findReceipt(tx, userId, id)).id
        const second = (await findReceipt(tx, userId, otherId)).id
        const pair = await openPairs(tx, userId)
          .where('receipt_id', 'in', [first, second])
          .where('other_id', 'in', [first, second])
          .executeTakeFirst()
        if (!pair) {
          throw new ExpensaError('not_found', 'These two are not suspected to be duplicates.', {
            hint: 'See the pairs with: expensa duplicates',
          })
        }
        const kept = keep === 'both' ? null : keep === 'first' ? first : second
        const resolution = kept === null ? 'both' : kept === pair.receipt_id ? 'this' : 'other'
        await tx
          .updateTable('duplicates')
          .set({ resolution, resolved_at: sql`now()` })
          .where('user_id', '=', userId)
          .where('receipt_id', '=', pair.receipt_id)
          .where('other_id', '=', pair.other_id)
          .execute()
        if (kept !== null) await deleteReceipt(tx, userId, kept === first ? second : first)
        await dropSettledReasons(tx, userId)
        return toDuplicate({ ...pair, resolution })
      }),
  }
}

/** Pairs of which both are there and nobody has decided. */
function openPairs(tx: Transaction<Database>, userId: string) {
  return tx
    .selectFrom('duplicates')
    .innerJoin('receipts as this', 'this.id', 'receipt_id')
    .innerJoin('receipts as other', 'other.id', 'other_id')
    .selectAll('duplicates')
    .where('duplicates.user_id', '=', userId)
    .where('resolution', 'is', null)
    .where('this.deleted_at', 'is', null)
    .where('other.deleted_at', 'is', null)
}

/**
 * Notes which earlier receipts this one seems to repeat, and says in the draft's review reasons whether any
 * of that is still open. A pair that a person settled stays settled.
 */
export async function suspectDuplicates(
  tx: Transaction<Database>,
  userId: string,
  receiptId: string,
  draft: ExpenseDraft,
  pictureHashes: readonly string[] | null,
): Promise<ExpenseDraft> {
  // One after the other: two that are read at the same time would not see each other.
  await sql`select pg_advisory_xact_lock(hashtextextended('expensa.duplicates ' || ${userId}, 0))`.execute(tx)
  const pairs = [
    ...(await samePictures(tx, userId, receiptId, draft, pictureHashes ?? [])).map(
      (id) => ['picture', id] as const,
    ),
    ...(await samePurchases(tx, userId, receiptId, draft)).map((id) => ['purchase', id] as const),
  ]
  for (const [kind, otherId] of pairs) {
    // The same two the other way round are the same pair.
    await sql`
      insert into duplicates (user_id, receipt_id, other_id, kind)
      select ${userId}, ${receiptId}, ${otherId}, ${kind}
      where not exists (
        select from duplicates
        where user_id = ${userId} and receipt_id = ${otherId} and other_id = ${receiptId}
      )
      on conflict do nothing
    `.execute(tx)
  }
  const open = await openPairs(tx, userId).where('receipt_id', '=', receiptId).limit(1).execute()
  const reasons = draft.reviewReasons.filter((reason) => reason !== 'possible_duplicate')
  return { ...draft, reviewReasons: open.length > 0 ? [...reasons, 'possible_duplicate'] : reasons }
}

/** A person found it right as it is: whatever it seemed to repeat, it does not. */
export async function settleDuplicates(
  tx: Transaction<Database>,
  userId: string,
  receiptId: string,
): Promise<void> {
  await tx
    .updateTable('duplicates')
    .set({ resolution: 'both', resolved_at: sql`now()` })
    .where('user_id', '=', userId)
    .where('receipt_id', '=', receiptId)
    .where('resolution', 'is', null)
    .execute()
}

/** Takes the question from expenses whose last open pair is gone, because it was settled or deleted. */
export async function dropSettledReasons(tx: Transaction<Database>, userId: string): Promise<void> {
  const open = openPairs(tx, userId).clearSelect().select('receipt_id')
  const rows = await tx
    .updateTable('expenses')
    .set({ review_reasons: sql`array_remove(review_reasons, 'possible_duplicate')`, updated_at: sql`now()` })
    .where('user_id', '=', userId)
    .where(sql<boolean>`'possible_duplicate' = any(review_reasons)`)
    .where('id', 'not in', open)
    .returning(['id', 'review_reasons'])
    .execute()
  const done = rows.filter((row) => row.review_reasons.length === 0).map((row) => row.id)
  if (done.length === 0) return
  await tx
    .updateTable('receipts')
    .set({ status: 'extracted', updated_at: sql`now()` })
    .where('user_id', '=', userId)
    .where('id', 'in', done)
    .where('status', '=', 'needs_review')
    .execute()
}

/**
 * Earlier receipts with the same picture, whichever way it is turned; keeps the hash for later ones. Of PDFs
 * many are made by one form: with other figures they are others. Photos of the same paper are told by the
 * picture alone, because in a bad one figures are misread.
 */
async function samePictures(
  tx: Transaction<Database>,
  userId: string,
  receiptId: string,
  draft: ExpenseDraft,
  hashes: readonly string[],
): Promise<string[]> {
  const [upright] = hashes
  if (upright === undefined) return []
  const { content_type: contentType } = await tx
    .updateTable('receipts')
    .set({ picture_hash: sql<string>`${upright}::bit(256)` })
    .where('user_id', '=', userId)
    .where('id', '=', receiptId)
    .returning('content_type')
    .executeTakeFirstOrThrow()
  const rows = await expensesWithStatus(tx, userId)
    .select('receipts.content_type')
    .where('expenses.id', '!=', receiptId)
    .where('receipts.user_id', '=', userId)
    .where('receipts.deleted_at', 'is', null)
    .where('picture_hash', 'is not', null)
    .where((eb) =>
      eb.or(
        hashes.map(
          (hash) => sql<boolean>`bit_count(picture_hash # ${hash}::bit(256)) <= ${mostDifferentBits}`,
        ),
      ),
    )
    .limit(1000)
    .execute()
  return rows
    .filter((row) => {
      const fromForm = [contentType, row.content_type].includes('application/pdf')
      return !fromForm || !isOtherPurchase(draft, toExpense(row))
    })
    .map(({ id }) => id)
}

async function samePurchases(
  tx: Transaction<Database>,
  userId: string,
  receiptId: string,
  draft: ExpenseDraft,
): Promise<string[]> {
  if (!draft.total || !draft.purchaseDate) return []
  const rows = await expensesWithStatus(tx, userId)
    .where('expenses.id', '!=', receiptId)
    .where('expenses.deleted_at', 'is', null)
    .where('purchase_date', '=', draft.purchaseDate)
    .where('currency', '=', draft.total.currency)
    .where('total_minor', '=', draft.total.minorUnits)
    .limit(100)
    .execute()
  return rows
    .map(toExpense)
    .filter((other) => isSamePurchase(draft, other))
    .map(({ id }) => id)
}

function toDuplicate(row: {
  receipt_id: string
  other_id: string
  kind: 'picture' | 'purchase'
  resolution: 'both' | 'this' | 'other' | null
  created_at: Date
}) {
  return {
    receiptId: row.receipt_id,
    otherId: row.other_id,
    kind: row.kind,
    resolution: row.resolution,
    createdAt: row.created_at,
  }
}
