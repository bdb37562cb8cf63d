import type { DuplicateReview } from './duplicates.ts'
import type { ExpenseEditing } from './edit-expense.ts'
import type { Expense, ExpenseDetail, ExpenseDraft, ReceiptWithExpense } from './expense.ts'
import type { Extraction } from './extraction.ts'
import type { Period } from './period.ts'
import type { PersonsValues } from './persons-values.ts'
import type { Rate } from './rates.ts'
import type { BatchSource, ReadingState } from './reading-state.ts'
import type { ContentType, Receipt, ReceiptStatus } from './receipt.ts'
import type { Reextraction } from './reextract.ts'
import type { Rule, Rules } from './rules.ts'

/** Everything a client must send, and nothing else, to store the bytes it announced. */
export interface UploadTarget {
  url: string
  method: 'PUT'
  headers: Record<string, string>
  expiresAt: Date
}

export interface UploadRequest {
  key: string
  contentType: ContentType
  sizeBytes: number
  /** Lower-case hex. The store refuses other bytes. */
  sha256: string
}

/** Where originals live. Keys come from `objectKeyOf`. */
export interface ObjectStore {
  /** A short-lived URL bound to exactly these bytes. Storing twice under one key is refused by the store. */
  createUploadTarget(request: UploadRequest): Promise<UploadTarget>
  /** The stored bytes. Throws `object_missing`, or `object_store_unavailable` when it may pass. */
  getObject(key: string): Promise<Uint8Array>
  /** Size in bytes, or null when there is no such object. */
  headObject(key: string): Promise<{ sizeBytes: number } | null>
  /** Removing what is not there is not an error. */
  deleteObject(key: string): Promise<void>
  /** Where a person finds the original, for `show`: a path or an `s3://` address. Not a credential. */
  describeLocation(key: string): string
}

export interface Document {
  bytes: Uint8Array
  contentType: ContentType
}

export interface ExtractionContext {
  /** The user's calendar date, `YYYY-MM-DD`; dates after it are suspicious. */
  today: string
  /** ISO 3166 alpha-2 country of the user; settles day/month order and currency where a receipt does not. */
  homeCountry?: string
  signal?: AbortSignal
}

/** One answer of an extractor, with what is needed to explain and repeat it. */
export interface ExtractorAnswer {
  extraction: Extraction
  /** `local-ocr`, `pdf-text`, `gemini` … */
  extractor: string
  /** The model as the service reports it, not as it was asked for. */
  model: string
  promptVersion: string
  /** The answer before it was parsed: JSON-serialisable, kept for later questions. */
  raw: unknown
  tokensIn: number | null
  tokensOut: number | null
  durationMs: number
  /** What the picture looks like, upright and after quarter turns; see `picture-hash.ts`. */
  pictureHashes?: string[] | null
}

/** Reads a document into fields. Throws ExpensaError: retryable codes may pass, the others will not. */
export interface Extractor {
  extract(document: Document, context: ExtractionContext): Promise<ExtractorAnswer>
  close(): Promise<void>
}

export type QuotaScope = 'minute' | 'day'

/** The answer to asking for one call to a service that counts its calls. */
export type QuotaReservation =
  /** The call is counted: wait this long, then make it at once. `beginsAt` is by the limiter's clock. */
  | { granted: true; waitMs: number; beginsAt: Date }
  /** Nothing was counted. Asking again before `retryAt` is in vain. */
  | { granted: false; retryAt: Date; scope: QuotaScope }

export interface QuotaLimits {
  /** Calls in any window of `windowMs`, for each model. */
  perMinute: number
  /** Calls in one Californian calendar day, for each model. */
  perDay: number
  /** A minute and what the limiter adds for safety, unless said otherwise. */
  windowMs?: number
}

/** Keeps all workers together within what a service allows for each model per minute and per day. */
export interface QuotaLimiter {
  /** Reserves the next free call that begins within `maxWaitMs`, or says when there is one. */
  reserve(model: string, maxWaitMs: number): Promise<QuotaReservation>
  /** The service refused a call all the same, and it knows better: no call begins before `until`. */
  refused(model: string, until: Date, scope: QuotaScope): Promise<void>
}

/** A receipt that a client announced and whose bytes are still to come. */
export interface NewReceipt {
  id: string
  batchId: string | null
  sha256: string
  originalFilename: string
  contentType: ContentType
  sizeBytes: number
  category: string | null
  project?: string | null
  tags?: readonly string[]
}

export interface Failure {
  code: string
  message: string
  hint: string | null
}

export interface ClaimedReceipt {
  receipt: Receipt
  /** Proves the lease: writes with another token, or after the lease went to somebody else, change nothing. */
  leaseToken: string
  /** The category the person gave with the upload; wins over the extractor's. */
  category: string | null
}

export const expenseSorts = ['date', 'total', 'merchant', 'added'] as const

export interface ExpenseFilter extends Period {
  /** `null` asks for expenses without a category. */
  category?: string | null
  /** Part of the merchant's name, any case. */
  merchant?: string
  statuses?: readonly ReceiptStatus[]
  /** Has this tag. */
  tag?: string
  project?: string
  currency?: string
  /** The total, as a decimal in each expense's own currency, both included. */
  minTotal?: string
  maxTotal?: string
  /** Those that were deleted, instead of those that were not. */
  deleted?: boolean
}

export interface ExpenseListing extends ExpenseFilter {
  sort: (typeof expenseSorts)[number]
  descending: boolean
  limit: number
  offset: number
}

export const summaryGroupings = ['month', 'category', 'merchant'] as const

export type SummaryGrouping = (typeof summaryGroupings)[number]

/** One group in one currency; a null key or currency means that it is unknown. */
export interface SummaryRow {
  key: string | null
  currency: string | null
  count: number
  /** Sum of the totals in minor units; null when the currency is unknown. */
  totalMinorUnits: number | null
  /** How many of them lack a total, and are not in the sum. */
  withoutTotal: number
  needsReview: number
}

/** Exchange rates that a user imported. */
export interface UserRates {
  /** Rates of a day and currency that are there already are replaced. */
  saveRates(rates: readonly Rate[]): Promise<void>
  /** For each the rate of that day, or of the last one before it within `longestGapDays`; what has none is left out. */
  findRates(wanted: readonly { date: string; currency: string }[]): Promise<(Rate & { wanted: string })[]>
}

/** What accounting programs have been given already, so that the next export can leave it out. */
export interface UserExports {
  /**
   * Expenses in the order of their ids, from behind `after` on, each with the revision under which the export
   * `name` had it last. Null `name` leaves that null.
   */
  listForExport(
    filter: ExpenseFilter,
    page: { name: string | null; after: string | null; limit: number },
  ): Promise<{ receipt: Receipt; expense: Expense; exported: string | null }[]>
  /** These expenses are in the export `name` now, as of these revisions. */
  recordExport(name: string, entries: readonly { id: string; revision: string }[]): Promise<void>
}

/** How many new receipts a user may bring in. */
export interface UploadAllowance {
  /** Counts new receipts towards today's (UTC). False, and none is counted, when that exceeds `perDay`. */
  reserveUploads(count: number, perDay: number): Promise<boolean>
}

/** The records of one user. Whatever belongs to another user does not exist here. */
export interface UserExpenses
  extends ExpenseEditing,
    ReadingState,
    UserExports,
    UserRates,
    Reextraction,
    UploadAllowance,
    DuplicateReview,
    Rules {
  createBatch(id: string, fileCount: number, source: BatchSource | null): Promise<void>
  findReceiptsBySha256(sha256s: readonly string[]): Promise<ReceiptWithExpense[]>
  /** Inserts; where the same bytes were announced meanwhile, returns the row that won. */
  createReceipt(receipt: NewReceipt, objectKey: string): Promise<Receipt>
  listReceipts(filter: {
    ids?: readonly string[]
    batchId?: string
    statuses?: readonly ReceiptStatus[]
    limit: number
  }): Promise<ReceiptWithExpense[]>
  /** The bytes are stored: `pending` and `failed` become `uploaded`, with fresh attempts. Others stay. */
  markUploaded(receiptId: string): Promise<void>
  /** Takes the lease when the receipt waits for extraction and nobody holds one; else null. */
  claimReceipt(receiptId: string, leaseToken: string, leaseMs: number): Promise<ClaimedReceipt | null>
  /** False when the lease has gone to somebody else. */
  renewLease(receiptId: string, leaseToken: string, leaseMs: number): Promise<boolean>
  /**
   * Adds the extraction, writes the expense and ends the lease, all or nothing. What the expense amounts to
   * is asked of `judge`, which is told what a person set by then and the rule for this merchant. False, and nothing is written, when the
   * lease has gone to somebody else.
   */
  saveExtraction(
    claim: ClaimedReceipt,
    extractionId: string,
    answer: ExtractorAnswer,
    judge: (person: PersonsValues, rule: Rule | null) => ExpenseDraft,
  ): Promise<boolean>
  /** Ends the lease with a failure that trying again does not mend. */
  failReceipt(claim: ClaimedReceipt, failure: Failure): Promise<void>
  /** Ends the lease; the receipt waits until `notBefore`. With `attemptCounts` false the attempt is given back. */
  parkReceipt(claim: ClaimedReceipt, failure: Failure, notBefore: Date, attemptCounts: boolean): Promise<void>
  /** Ids of receipts that wait for extraction now, oldest first; expired leases count as waiting. */
  listWaiting(limit: number): Promise<string[]>
  listExpenses(listing: ExpenseListing): Promise<Expense[]>
  /** By id, or by the last 4 to 8 characters of one. Throws `not_found`, or `conflict` when several match. */
  getExpenseDetail(idOrSuffix: string): Promise<ExpenseDetail>
  summarize(filter: ExpenseFilter, by: SummaryGrouping): Promise<SummaryRow[]>
}

export interface ExpenseStore {
  forUser(userId: string): UserExpenses
  /**
   * What a sweep over all users finds to do, oldest first: receipts that wait for extraction now, leases of
   * readers that died included, and `pending` ones between 15 minutes and a day old, whose arrival nobody told.
   */
  listUnattended(limit: number): Promise<{ receiptId: string; userId: string; status: ReceiptStatus }[]>
  /** Receipts that were announced over a day ago and are `pending` still. */
  listOverdueUploads(limit: number): Promise<{ receiptId: string; userId: string }[]>
  /** Deletes those of them that still are `pending`; the same bytes can be announced again. */
  forgetUploads(receiptIds: readonly string[]): Promise<void>
}
