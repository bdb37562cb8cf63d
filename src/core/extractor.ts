import type { Extraction } from './extraction.ts'
import type { ContentType } from './receipt.ts'

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
