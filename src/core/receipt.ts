import { ExpensaError } from './errors.ts'

/**
 * `pending` the bytes are announced · `uploaded` they are stored · `extracting` somebody holds the lease ·
 * then one of `extracted`, `needs_review`, `failed` · `confirmed` a person looked at it.
 */
export const receiptStatuses = [
  'pending',
  'uploaded',
  'extracting',
  'extracted',
  'needs_review',
  'failed',
  'confirmed',
] as const

export type ReceiptStatus = (typeof receiptStatuses)[number]

/** No more work happens by itself in these states. */
export const settledStatuses: readonly ReceiptStatus[] = ['extracted', 'needs_review', 'failed', 'confirmed']

export const contentTypes = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/heic',
  'image/tiff',
  'application/pdf',
] as const

export type ContentType = (typeof contentTypes)[number]

/** What files of each type are called after the dot. */
export const fileExtensions: Record<ContentType, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/heic': 'heic',
  'image/tiff': 'tiff',
  'application/pdf': 'pdf',
}

/** Larger originals are refused before anything is stored. Bytes. */
export const maxReceiptBytes = 25 * 1024 * 1024

/** The uploaded document and its processing state; never the data on it. */
export interface Receipt {
  id: string
  userId: string
  batchId: string | null
  /** Lower-case hex SHA-256 of the file as the person has it; unique for each user. */
  sha256: string
  /** That of the stored bytes where they are others: without the position at which a picture was taken. */
  storedSha256: string | null
  objectKey: string
  originalFilename: string
  contentType: ContentType
  sizeBytes: number
  status: ReceiptStatus
  /** How many times an extraction was begun. */
  attempts: number
  failureCode: string | null
  failureMessage: string | null
  failureHint: string | null
  /** Set while the receipt waits for a quota or a back-off: no attempt before this time. */
  notBefore: Date | null
  createdAt: Date
  updatedAt: Date
}

/** The SHA-256 that the stored bytes must have. */
export function storedHashOf({ sha256, storedSha256 }: Pick<Receipt, 'sha256' | 'storedSha256'>): string {
  return storedSha256 ?? sha256
}

/** Whether a file with this SHA-256 is this receipt: as the person has it, or as it was stored. */
export function isOfReceipt(sha256: string, receipt: Pick<Receipt, 'sha256' | 'storedSha256'>): boolean {
  return sha256 === receipt.sha256 || sha256 === receipt.storedSha256
}

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const objectKeyPattern = new RegExp(`^receipts/(${uuid})/(${uuid})$`)

/** Keys hold ids only: never a filename, so nothing a person typed reaches a path, a URL or a log. */
export function objectKeyOf(userId: string, receiptId: string): string {
  return `receipts/${userId}/${receiptId}`
}

/** The ids in an object key. Throws `invalid_request` for any other key. */
export function parseObjectKey(key: string): { userId: string; receiptId: string } {
  const match = objectKeyPattern.exec(key)
  if (!match?.[1] || !match[2]) {
    throw new ExpensaError(
      'invalid_request',
      `Not the key of a receipt: ${JSON.stringify(key.slice(0, 120))}`,
    )
  }
  return { userId: match[1], receiptId: match[2] }
}
