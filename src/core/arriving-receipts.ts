import type { ReceiptWithExpense } from './expense.ts'
import type { BatchSource } from './reading-state.ts'
import type { Receipt, ReceiptStatus } from './receipt.ts'
import type { AnnouncedFile } from './request-upload.ts'

/** A receipt that a client announced and whose bytes are still to come. */
export interface NewReceipt extends AnnouncedFile {
  id: string
  batchId: string | null
}

/** Receipts from their announcement until their bytes are stored. */
export interface ArrivingReceipts {
  createBatch(id: string, fileCount: number, source: BatchSource | null): Promise<void>
  /** By the SHA-256 of people's files, or of what was stored of them. */
  findReceiptsBySha256(sha256s: readonly string[]): Promise<ReceiptWithExpense[]>
  /** Inserts; where the same bytes were announced meanwhile, returns the row that won. */
  createReceipt(receipt: NewReceipt, objectKey: string): Promise<Receipt>
  /** The bytes that are still to come are these; null for the person's file as it is. */
  expectBytes(receiptId: string, storedSha256: string | null): Promise<void>
  /** Newest first; those of a batch as its files came. */
  listReceipts(filter: {
    ids?: readonly string[]
    batchId?: string
    statuses?: readonly ReceiptStatus[]
    limit: number
  }): Promise<ReceiptWithExpense[]>
  /** The bytes are stored: `pending` and `failed` become `uploaded`, with fresh attempts. Others stay. */
  markUploaded(receiptId: string): Promise<void>
  /** Counts new receipts towards today's (UTC). False, and none is counted, when that exceeds `perDay`. */
  reserveUploads(count: number, perDay: number): Promise<boolean>
}
