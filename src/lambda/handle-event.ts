import * as z from 'zod'
import { ExpensaError, toExpensaError } from '../core/errors.ts'
import type { ExpenseStore } from '../core/expense-store.ts'
import { type RequestDependencies, sweepExtractionRequests } from '../core/extraction-requests.ts'
import type { ExtractionContext, Extractor } from '../core/extractor.ts'
import { type IngestOutcome, ingestReceipt } from '../core/ingest-receipt.ts'
import type { ObjectStore } from '../core/object-store.ts'
import { parseObjectKey } from '../core/receipt.ts'
import { readS3Event, type S3Message } from '../core/s3-event.ts'
import { sweepReceipts } from '../core/sweep-receipts.ts'

export interface EventDependencies {
  store: ExpenseStore
  objects: ObjectStore
  extractor: Extractor
  /** For requests for another extraction. */
  extractorOf: RequestDependencies['extractorOf']
  /** Arrivals in any other bucket are a mistake of the configuration. */
  bucket: string
  context: Omit<ExtractionContext, 'signal'>
  /** Fires shortly before the time of the invocation is over. */
  signal: AbortSignal
  log: (entry: Record<string, unknown>) => void
}

/** Partial batch response: the queue delivers these messages again and takes the others for done. */
export interface EventAnswer {
  batchItemFailures: { itemIdentifier: string }[]
}

/** What EventBridge sends by the clock, from a rule or from a schedule. */
const scheduledEventSchema = z.object({ 'detail-type': z.literal('Scheduled Event') })

/**
 * Reads the receipts whose arrival the event tells of. What fails for good is recorded with the receipt; what
 * may pass is left to the queue, or thrown where there is no queue; what waits for a quota is left to a sweep,
 * because the queue would give up long before. By the clock it sweeps.
 */
export async function handleEvent(event: unknown, dependencies: EventDependencies): Promise<EventAnswer> {
  const { log } = dependencies
  if (scheduledEventSchema.safeParse(event).success) {
    // First those for whom somebody waits.
    await sweepExtractionRequests(dependencies, (extractionId, result) => log({ extractionId, ...result }))
    await sweepReceipts(dependencies, (receiptId, result) => log({ receiptId, ...describe(result) }))
    return { batchItemFailures: [] }
  }
  const failed: EventAnswer['batchItemFailures'] = []
  await Promise.all(
    readS3Event(event).map(async (message) => {
      try {
        await handleMessage(message, dependencies)
      } catch (thrown) {
        const error = toExpensaError(thrown)
        const { messageId } = message
        log({ level: 'error', messageId, code: error.code, message: error.message, hint: error.hint })
        if (messageId === null) throw error
        failed.push({ itemIdentifier: messageId })
      }
    }),
  )
  return { batchItemFailures: failed }
}

/** Throws what the message has to come back for. */
async function handleMessage(message: S3Message, dependencies: EventDependencies): Promise<void> {
  const { bucket, store, signal, log } = dependencies
  if (message.problem) throw message.problem
  for (const ignored of message.ignored) log({ messageId: message.messageId, ignored })

  let again: ExpensaError | undefined
  for (const object of message.objects) {
    if (object.bucket !== bucket) {
      throw new ExpensaError('invalid_config', `A receipt arrived in the bucket ${object.bucket}.`, {
        hint: `Only events of ${bucket} belong here: check EXPENSA_S3_BUCKET and the notifications.`,
      })
    }
    if (signal.aborted) throw new ExpensaError('interrupted', 'The time of this invocation is over.')
    const { userId, receiptId } = parseObjectKey(object.key)
    const result = await ingestReceipt(receiptId, { ...dependencies, expenses: store.forUser(userId) })
    log({ messageId: message.messageId, receiptId, versionId: object.versionId, ...describe(result) })
    if (result.outcome === 'parked' && result.error.code !== 'quota_exhausted') again = result.error
  }
  if (again) throw again
}

function describe(result: IngestOutcome): Record<string, unknown> {
  const { outcome } = result
  if (outcome === 'done' || outcome === 'skipped') return { outcome }
  const { code, message } = result.error
  const retryAt = outcome === 'parked' ? { retryAt: result.retryAt.toISOString() } : {}
  return { level: outcome === 'failed' ? 'error' : 'warn', outcome, code, message, ...retryAt }
}
