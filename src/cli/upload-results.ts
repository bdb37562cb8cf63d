import { toExpensaError } from '../core/errors.ts'
import { settledStatuses } from '../core/receipt.ts'
import type { ExpenseJson, ReceiptWithExpenseJson } from '../http/contract.ts'

export const uploadOutcomes = ['extracted', 'needs_review', 'duplicate', 'failed', 'pending'] as const

export type UploadOutcome = (typeof uploadOutcomes)[number]

/** How one file ended: as exactly one of the outcomes. */
export interface FileResult {
  file: string
  outcome: UploadOutcome
  receiptId: string | null
  expense: ExpenseJson | null
  failure: { code: string; message: string; hint: string | null } | null
}

/**
 * Waiting longer than this for the next attempt is not waiting any more: the receipt is reported as pending.
 * Less than what local mode itself waits for (`local/ingest-queue.ts`).
 */
const longestParkedMs = 60_000

export function resultOf(file: string, outcome: UploadOutcome, rest: Partial<FileResult> = {}): FileResult {
  return { file, outcome, receiptId: null, expense: null, failure: null, ...rest }
}

export function failureOf(file: string, thrown: unknown, receiptId: string | null = null): FileResult {
  const { code, message, hint } = toExpensaError(thrown)
  // An interruption says nothing about a file: the same command goes on with it.
  const outcome = code === 'interrupted' ? 'pending' : 'failed'
  return resultOf(file, outcome, { receiptId, failure: { code, message, hint: hint ?? null } })
}

/** Nothing more happens soon: done, failed, or waiting for something that takes longer than a command. */
export function isSettled({ receipt }: ReceiptWithExpenseJson): boolean {
  if (settledStatuses.includes(receipt.status)) return true
  if (receipt.status !== 'uploaded' || receipt.failureCode === null) return false
  if (receipt.failureCode === 'extractor_misconfigured' || receipt.failureCode === 'invalid_config')
    return true
  return receipt.notBefore !== null && new Date(receipt.notBefore).getTime() > Date.now() + longestParkedMs
}

/** What a settled receipt means for a file; `isCopy` when another file of this command brought it in. */
export function settledResult(
  { receipt, expense }: ReceiptWithExpenseJson,
  file: string,
  isCopy: boolean,
): FileResult {
  const receiptId = receipt.id
  const { status, failureCode: code, failureMessage, failureHint: hint } = receipt
  if (code !== null) {
    // What waits is read once its time has come, or somebody has mended a setting.
    const outcome = status === 'uploaded' ? 'pending' : 'failed'
    return resultOf(file, outcome, { receiptId, failure: { code, message: failureMessage ?? '', hint } })
  }
  if (isCopy || status === 'confirmed') return resultOf(file, 'duplicate', { receiptId, expense })
  return resultOf(file, status === 'needs_review' ? 'needs_review' : 'extracted', { receiptId, expense })
}
