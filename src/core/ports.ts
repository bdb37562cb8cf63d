import type { Extraction } from './extraction.ts'
import type { ContentType } from './receipt.ts'

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
