/**
 * Every failure a person or a program can meet, by a stable code.
 *
 * `retryable` codes may pass by themselves (the work is tried again); the others need somebody to act.
 * The edges own two tables keyed by these codes: `http/status.ts` (code → HTTP status) and
 * `cli/exit-codes.ts` (code → exit code).
 */
export const errorCodes = {
  // What is wrong with a document.
  file_unreadable: { retryable: false },
  file_empty: { retryable: false },
  file_too_large: { retryable: false },
  unsupported_type: { retryable: false },
  image_corrupt: { retryable: false },
  image_too_large: { retryable: false },
  document_encrypted: { retryable: false },
  picture_unreadable: { retryable: false },
  card_number_shown: { retryable: false },
  checksum_mismatch: { retryable: false },
  upload_expired: { retryable: true },
  object_missing: { retryable: false },
  // What went wrong while reading it.
  extraction_refused: { retryable: false },
  extraction_invalid: { retryable: false },
  extraction_timeout: { retryable: true },
  extractor_unavailable: { retryable: true },
  extractor_crashed: { retryable: true },
  extractor_misconfigured: { retryable: false },
  quota_exhausted: { retryable: true },
  // What went wrong around it.
  invalid_request: { retryable: false },
  not_found: { retryable: false },
  conflict: { retryable: false },
  unauthorized: { retryable: false },
  forbidden: { retryable: false },
  limit_reached: { retryable: false },
  invalid_config: { retryable: false },
  usage: { retryable: false },
  timed_out: { retryable: true },
  interrupted: { retryable: true },
  server_unreachable: { retryable: true },
  database_unavailable: { retryable: true },
  object_store_unavailable: { retryable: true },
  newer_data_directory: { retryable: false },
  disk_full: { retryable: false },
  internal: { retryable: true },
} as const satisfies Record<string, { retryable: boolean }>

export type ErrorCode = keyof typeof errorCodes

export interface ExpensaErrorOptions {
  /** What to do next, ideally the next command to type. */
  hint?: string
  cause?: unknown
  /** Earliest time at which trying again can succeed, e.g. a quota's reset. */
  retryAt?: Date
}

/** The one error type of the product. `message` says what happened and why, `hint` what to do next. */
export class ExpensaError extends Error {
  readonly code: ErrorCode
  readonly hint: string | undefined
  readonly retryAt: Date | undefined

  constructor(code: ErrorCode, message: string, options: ExpensaErrorOptions = {}) {
    super(message, { cause: options.cause })
    this.name = 'ExpensaError'
    this.code = code
    this.hint = options.hint
    this.retryAt = options.retryAt
  }

  get retryable(): boolean {
    return errorCodes[this.code].retryable
  }
}

/** Wraps whatever was thrown, so that callers handle one type. Errors that already are ours pass through. */
export function toExpensaError(thrown: unknown): ExpensaError {
  if (thrown instanceof ExpensaError) return thrown
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return new ExpensaError('internal', message, { cause: thrown })
}
