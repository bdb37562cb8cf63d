import { ExpensaError, toExpensaError } from './errors.ts'
import type { ExpenseStore, UserExpenses } from './expense-store.ts'
import type { ExtractionContext, Extractor } from './extractor.ts'
import type { ObjectStore } from './object-store.ts'
import type { Failure } from './reading-leases.ts'
import type { Receipt } from './receipt.ts'
import type { Comparison } from './reextract.ts'

export interface FoundExtraction extends Comparison {
  extractor: string
  model: string
}

/** Requests for another extraction of a receipt, to whoever reads for a backend. They stand for an hour. */
export interface ExtractionRequests {
  /**
   * Asks for it, and returns the id under which it will be kept: that of a request for the same which is open
   * still, so that asking again costs nothing. Throws `conflict` for a receipt without an expense.
   */
  requestExtraction(receiptId: string, extractionId: string, model: string | null): Promise<string>
  /** Null while it is waited for. Throws what it failed with, or `not_found`. */
  findExtraction(receiptId: string, extractionId: string, today: string): Promise<FoundExtraction | null>
  /** Takes a request up; null when there is nothing to take up. Nobody takes one up again: it may have been paid for. */
  claimExtractionRequest(extractionId: string): Promise<{ receipt: Receipt; model: string | null } | null>
  /** Puts it back until then: it was not read, and nothing was paid. */
  parkExtractionRequest(extractionId: string, notBefore: Date): Promise<void>
  failExtractionRequest(extractionId: string, failure: Failure, retryAt: Date | null): Promise<void>
}

export interface RequestDependencies {
  expenses: UserExpenses
  objects: ObjectStore
  /** The usual extractor for null. Throws for a model that is not to be had here. */
  extractorOf: (model: string | null) => Promise<Extractor>
  context: Omit<ExtractionContext, 'signal'>
  signal: AbortSignal
}

/** How a request ended; `retryAt` says when a parked one can be taken up. */
export type RequestOutcome =
  | { outcome: 'done' | 'skipped' }
  | { outcome: 'failed' | 'parked'; code: string; message: string; retryAt?: Date }

/** A minute's quota is waited for; a day's is not. */
const longestParkedMs = 120_000
/** Less than after how long a request that was taken up counts as lost. */
const longestExtractionMs = 5 * 60_000

/** Reads a receipt again because somebody asked for it. Changes no expense: that is for who asked to decide. */
export async function answerExtractionRequest(
  extractionId: string,
  { expenses, objects, extractorOf, context, signal }: RequestDependencies,
): Promise<RequestOutcome> {
  const claim = await expenses.claimExtractionRequest(extractionId)
  if (!claim) return { outcome: 'skipped' }
  const { receipt, model } = claim
  const tooLong = AbortSignal.timeout(longestExtractionMs)
  try {
    const extractor = await extractorOf(model)
    const bytes = await objects.getObject(receipt.objectKey)
    const answer = await extractor.extract(
      { bytes, contentType: receipt.contentType },
      { ...context, signal: AbortSignal.any([signal, tooLong]) },
    )
    await expenses.addExtraction(receipt.id, extractionId, answer, context.today)
    return { outcome: 'done' }
  } catch (thrown) {
    const error = tooLong.aborted ? tookTooLong(thrown) : toExpensaError(thrown)
    const { code, message, hint, retryAt } = error
    const soon = retryAt !== undefined && retryAt.getTime() < Date.now() + longestParkedMs
    if (signal.aborted || (code === 'quota_exhausted' && soon)) {
      const notBefore = retryAt ?? new Date()
      await expenses.parkExtractionRequest(extractionId, notBefore)
      return { outcome: 'parked', code, message, retryAt: notBefore }
    }
    await expenses.failExtractionRequest(extractionId, { code, message, hint: hint ?? null }, retryAt ?? null)
    return { outcome: 'failed', code, message }
  }
}

function tookTooLong(cause: unknown): ExpensaError {
  const minutes = longestExtractionMs / 60_000
  return new ExpensaError('extraction_timeout', `Reading it again took longer than ${minutes} minutes.`, {
    hint: 'Ask again later.',
    cause,
  })
}

/** Requests that one sweep looks at; the next one goes on. */
const sweepSize = 50

/** Answers what is open, where no queue leads to it. Safe to run in several places at once. */
export async function sweepExtractionRequests(
  { store, ...dependencies }: Omit<RequestDependencies, 'expenses'> & { store: ExpenseStore },
  onOutcome: (extractionId: string, result: RequestOutcome) => void,
): Promise<void> {
  for (const { extractionId, userId } of await store.listExtractionRequests(sweepSize)) {
    if (dependencies.signal.aborted) return
    const expenses = store.forUser(userId)
    onOutcome(extractionId, await answerExtractionRequest(extractionId, { ...dependencies, expenses }))
  }
}
