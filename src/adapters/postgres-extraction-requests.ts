import { type Kysely, sql } from 'kysely'
import { type ErrorCode, ExpensaError, errorCodes } from '../core/errors.ts'
import { emptyExtraction } from '../core/extraction.ts'
import type { ExtractionRequests } from '../core/extraction-requests.ts'
import { isId } from '../core/ids.ts'
import type { AsUser } from './postgres-as-user.ts'
import type { Database } from './postgres-database.ts'
import { compareWith, lockRead, noSuchExtraction } from './postgres-reextraction.ts'
import { toReceipt } from './postgres-rows.ts'

/** Open: not taken up, not failed, and somebody may still wait for it. */
const open = sql<boolean>`
  claimed_at is null and failure_code is null and created_at > now() - interval '1 hour'
`
/** Taken up, and it may still be answered. */
const beingRead = sql<boolean>`failure_code is null and claimed_at > now() - interval '6 minutes'`

/** Requests for further extractions. */
export function extractionRequestMethods(userId: string, asUser: AsUser): ExtractionRequests {
  return {
    requestExtraction: (receiptId, extractionId, model) =>
      asUser(async (tx) => {
        // The lock also makes two who ask at once ask once.
        await lockRead(tx, userId, receiptId)
        const { rows } = await sql<{ id: string }>`
          select id from extraction_requests
          where user_id = ${userId} and receipt_id = ${receiptId} and model is not distinct from ${model}
            and (${open} or ${beingRead})
            and not exists (select from extractions where extractions.id = extraction_requests.id)
          limit 1
        `.execute(tx)
        if (rows[0]) return rows[0].id
        await tx
          .deleteFrom('extraction_requests')
          .where('user_id', '=', userId)
          .where(sql<boolean>`created_at < now() - interval '1 day'`)
          .execute()
        await tx
          .insertInto('extraction_requests')
          .values({ id: extractionId, user_id: userId, receipt_id: receiptId, model })
          .execute()
        return extractionId
      }),

    findExtraction: (receiptId, extractionId, today) =>
      asUser(async (tx) => {
        if (!isId(extractionId)) throw noSuchExtraction()
        const row = await tx
          .selectFrom('extractions')
          .select(['extraction', 'extractor', 'model'])
          .where('user_id', '=', userId)
          .where('receipt_id', '=', receiptId)
          .where('id', '=', extractionId)
          .executeTakeFirst()
        if (row) {
          const { extractor, model } = row
          const extraction = { ...emptyExtraction(), ...row.extraction }
          return { extractor, model, ...(await compareWith(tx, userId, receiptId, extraction, today)) }
        }
        const request = await tx
          .selectFrom('extraction_requests')
          .select(['failure_code', 'failure_message', 'failure_hint', 'retry_at'])
          .select(sql<boolean>`coalesce(${open} or ${beingRead}, false)`.as('goes_on'))
          .where('user_id', '=', userId)
          .where('receipt_id', '=', receiptId)
          .where('id', '=', extractionId)
          .executeTakeFirst()
        if (!request) throw noSuchExtraction()
        if (request.failure_code !== null) {
          throw new ExpensaError(errorCodeOf(request.failure_code), request.failure_message ?? '', {
            ...(request.failure_hint === null ? {} : { hint: request.failure_hint }),
            ...(request.retry_at === null ? {} : { retryAt: request.retry_at }),
          })
        }
        if (request.goes_on) return null
        throw new ExpensaError('timed_out', 'Nobody has read it, or whoever did came to no end.', {
          hint: 'Ask again; what is wrong may be found by: expensa doctor',
        })
      }),

    claimExtractionRequest: (extractionId) =>
      asUser(async (tx) => {
        const request = await tx
          .updateTable('extraction_requests')
          .set({ claimed_at: sql`now()`, not_before: null })
          .where('user_id', '=', userId)
          .where('id', '=', extractionId)
          .where(open)
          .where(sql<boolean>`(not_before is null or not_before <= now())`)
          .returning(['receipt_id', 'model'])
          .executeTakeFirst()
        if (!request) return null
        const row = await tx
          .selectFrom('receipts')
          .selectAll()
          .where('user_id', '=', userId)
          .where('id', '=', request.receipt_id)
          .executeTakeFirstOrThrow()
        return { receipt: toReceipt(row), model: request.model }
      }),

    parkExtractionRequest: (extractionId, notBefore) =>
      asUser(async (tx) => {
        await tx
          .updateTable('extraction_requests')
          .set({ claimed_at: null, not_before: notBefore })
          .where('user_id', '=', userId)
          .where('id', '=', extractionId)
          .execute()
      }),

    failExtractionRequest: (extractionId, { code, message, hint }, retryAt) =>
      asUser(async (tx) => {
        await tx
          .updateTable('extraction_requests')
          .set({ failure_code: code, failure_message: message, failure_hint: hint, retry_at: retryAt })
          .where('user_id', '=', userId)
          .where('id', '=', extractionId)
          .execute()
      }),
  }
}

/** Requests of all users that can be taken up now, oldest first. */
export function listOpenRequests(db: Kysely<Database>, limit: number) {
  return db
    .selectFrom('extraction_requests')
    .select(['id as extractionId', 'receipt_id as receiptId', 'user_id as userId'])
    .where(open)
    .where(sql<boolean>`(not_before is null or not_before <= now())`)
    .orderBy('created_at')
    .limit(limit)
    .execute()
}

function errorCodeOf(text: string): ErrorCode {
  return Object.hasOwn(errorCodes, text) ? (text as ErrorCode) : 'internal'
}
