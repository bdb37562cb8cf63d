import type { ExpenseDraft } from './expense.ts'
import type { ExtractorAnswer } from './extractor.ts'
import type { PersonsValues } from './persons-values.ts'
import type { Receipt } from './receipt.ts'
import type { Rule } from './rules.ts'

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

/** Receipts from the moment their bytes are stored until they have an expense: one reader at a time has each. */
export interface ReadingLeases {
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
}
