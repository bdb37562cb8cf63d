import { createHash, randomUUID } from 'node:crypto'
import { detectContentType } from './content-type.ts'
import { ExpensaError, toExpensaError } from './errors.ts'
import { expenseFromExtraction } from './expense-from-extraction.ts'
import type { UserExpenses } from './expense-store.ts'
import type { Document, ExtractionContext, Extractor } from './extractor.ts'
import { newId } from './ids.ts'
import type { ObjectStore } from './object-store.ts'
import type { ClaimedReceipt, Failure } from './reading-leases.ts'
import { storedHashOf } from './receipt.ts'
import { fileExtraction } from './rules.ts'

/** A lease that is not renewed for this long is free for others: its holder has died. */
const leaseMs = 20_000
const renewEveryMs = 5_000

/** A receipt whose extraction fails this often in passing ways is given up as `failed`. */
const maxAttempts = 4

export interface IngestDependencies {
  expenses: UserExpenses
  objects: ObjectStore
  extractor: Extractor
  context: Omit<ExtractionContext, 'signal'>
  signal?: AbortSignal
}

/**
 * `done`: the expense is stored. `failed`: recorded with its code. `parked`: waits until `retryAt` (a quota,
 * a back-off, or a configuration that somebody must mend). `skipped`: somebody else has it or it is done.
 */
export type IngestOutcome =
  | { outcome: 'done' }
  | { outcome: 'failed'; error: ExpensaError }
  | { outcome: 'parked'; error: ExpensaError; retryAt: Date }
  | { outcome: 'skipped' }

/**
 * Reads one stored receipt into an expense. Safe to call twice, at once or in a row: the lease in the store
 * lets one caller through, and the extraction, the expense and the end of the lease are one write.
 */
export async function ingestReceipt(
  receiptId: string,
  dependencies: IngestDependencies,
): Promise<IngestOutcome> {
  const { expenses } = dependencies
  const claim = await expenses.claimReceipt(receiptId, randomUUID(), leaseMs)
  if (!claim) return { outcome: 'skipped' }

  const lost = new AbortController()
  const heartbeat = setInterval(() => {
    expenses.renewLease(receiptId, claim.leaseToken, leaseMs).then(
      (held) => held || lost.abort(),
      // The database is away for the moment; the lease itself tells when that took too long.
      () => {},
    )
  }, renewEveryMs)

  try {
    const signal = dependencies.signal ? AbortSignal.any([dependencies.signal, lost.signal]) : lost.signal
    const document = await readDocument(claim, dependencies.objects)
    const answer = await dependencies.extractor.extract(document, { ...dependencies.context, signal })
    const { extraction } = answer
    const saved = await expenses.saveExtraction(claim, newId(), answer, (person, rule) =>
      expenseFromExtraction(
        fileExtraction(extraction, rule, claim.category),
        dependencies.context.today,
        person,
      ),
    )
    return { outcome: saved ? 'done' : 'skipped' }
  } catch (thrown) {
    if (lost.signal.aborted) return { outcome: 'skipped' }
    return await settleFailure(claim, toExpensaError(thrown), dependencies)
  } finally {
    clearInterval(heartbeat)
  }
}

/** The bytes, after proving that they are the announced ones: a store or an event may be mistaken. */
async function readDocument({ receipt }: ClaimedReceipt, objects: ObjectStore): Promise<Document> {
  const bytes = await objects.getObject(receipt.objectKey)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  if (sha256 !== storedHashOf(receipt)) {
    throw new ExpensaError('checksum_mismatch', 'The stored file is not the one that was announced.', {
      hint: 'Upload it again: expensa upload <file>',
    })
  }
  const contentType = detectContentType(bytes.subarray(0, 64))
  if (contentType === null) {
    throw new ExpensaError(
      'unsupported_type',
      'The stored file is not a JPEG, PNG, WebP, HEIC, TIFF or PDF.',
      {
        hint: 'Save it as one of these and upload that file.',
      },
    )
  }
  return { bytes, contentType }
}

async function settleFailure(
  claim: ClaimedReceipt,
  error: ExpensaError,
  { expenses, signal }: IngestDependencies,
): Promise<IngestOutcome> {
  const failure: Failure = { code: error.code, message: error.message, hint: error.hint ?? null }
  // Ctrl-C, a quota or a wrong setting say nothing about this receipt: its attempts are not used up.
  const attemptCounts = !(
    signal?.aborted || ['quota_exhausted', 'extractor_misconfigured', 'interrupted'].includes(error.code)
  )
  const mayPass = error.retryable || !attemptCounts
  if (!mayPass || (attemptCounts && claim.receipt.attempts >= maxAttempts)) {
    await expenses.failReceipt(claim, failure)
    return { outcome: 'failed', error }
  }
  const retryAt =
    error.retryAt ?? new Date(Date.now() + (attemptCounts ? backOffMs(claim.receipt.attempts) : 0))
  await expenses.parkReceipt(claim, failure, retryAt, attemptCounts)
  return { outcome: 'parked', error, retryAt }
}

/** 1, 4, 16 … seconds, with jitter so that many receipts do not come back together. */
function backOffMs(attempts: number): number {
  return 1000 * 4 ** (attempts - 1) * (0.75 + Math.random() / 2)
}
