import type { ArrivingReceipts } from './arriving-receipts.ts'
import type { DuplicateReview } from './duplicates.ts'
import type { ExpenseEditing } from './edit-expense.ts'
import type { ExpenseQueries } from './expense-queries.ts'
import type { UserExports } from './exports.ts'
import type { ExtractionRequests } from './extraction-requests.ts'
import type { UserRates } from './rates.ts'
import type { ReadingLeases } from './reading-leases.ts'
import type { ReadingState } from './reading-state.ts'
import type { ReceiptStatus } from './receipt.ts'
import type { Reextraction } from './reextract.ts'
import type { Rules } from './rules.ts'

/** The records of one user. Whatever belongs to another user does not exist here. */
export interface UserExpenses
  extends ArrivingReceipts,
    ReadingLeases,
    ExpenseQueries,
    ExpenseEditing,
    ReadingState,
    Reextraction,
    ExtractionRequests,
    DuplicateReview,
    Rules,
    UserExports,
    UserRates {}

export interface ExpenseStore {
  forUser(userId: string): UserExpenses
  /**
   * What a sweep over all users finds to do, oldest first: receipts that wait for extraction now, leases of
   * readers that died included, and `pending` ones between 15 minutes and a day old, whose arrival nobody told.
   */
  listUnattended(limit: number): Promise<{ receiptId: string; userId: string; status: ReceiptStatus }[]>
  /** Requests for another extraction that nobody has taken up, oldest first. */
  listExtractionRequests(
    limit: number,
  ): Promise<{ extractionId: string; receiptId: string; userId: string }[]>
  /** Receipts that were announced over a day ago and are `pending` still. */
  listOverdueUploads(limit: number): Promise<{ receiptId: string; userId: string }[]>
  /** Deletes those of them that still are `pending`; the same bytes can be announced again. */
  forgetUploads(receiptIds: readonly string[]): Promise<void>
}
