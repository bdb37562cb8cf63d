import type { Receipt, ReceiptStatus } from './receipt.ts'

/** What the command that began a batch was given. Paths as typed, to be read from the directory. */
export interface BatchSource {
  directory: string
  paths: string[]
  category: string | null
  project: string | null
  tags: string[]
}

/** One run of `upload`. */
export interface Batch {
  id: string
  createdAt: Date
  /** How many files were found, duplicates included. */
  fileCount: number
  /** Null where it cannot be repeated, because the list of files came through a pipe. */
  source: BatchSource | null
  /** The receipts that came in first with this batch. */
  counts: Record<ReceiptStatus, number>
}

export interface RetryFilter {
  /** Ids or their last 4 to 8 characters. Throws `conflict` for one that has nothing to retry. */
  ids?: readonly string[]
  batchId?: string
}

/** How far receipts have come, and setting them going again. */
export interface ReadingState {
  countReceipts(): Promise<Record<ReceiptStatus, number>>
  /** Receipts that failed or wait for a time to come are to be read now. Without ids, all such. */
  retryReceipts(filter: RetryFilter): Promise<Receipt[]>
  /** Newest first. */
  listBatches(limit: number): Promise<Batch[]>
  /** By id or the last 4 to 8 characters of one. Throws `not_found`, or `conflict` when several end so. */
  getBatch(typedId: string): Promise<Batch>
}
