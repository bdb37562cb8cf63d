import { ExpensaError } from './errors.ts'
import type { Expense, ReceiptWithExpense } from './expense.ts'
import type { UserExpenses } from './expense-store.ts'
import { newId } from './ids.ts'
import type { ObjectStore, UploadTarget } from './object-store.ts'
import { type ContentType, isOfReceipt, objectKeyOf, type Receipt, storedHashOf } from './receipt.ts'

export interface AnnouncedFile {
  /** Of the file as the person has it. */
  sha256: string
  /** Of the bytes that are sent, where they are others. */
  storedSha256?: string | null
  sizeBytes: number
  contentType: ContentType
  originalFilename: string
  category: string | null
  project?: string | null
  tags?: readonly string[]
}

/**
 * `upload`: send the bytes to `target`, then confirm. `stored`: the bytes are here and will be read, or are
 * being read. `duplicate`: an expense exists already.
 */
export type UploadDecision =
  | { outcome: 'upload'; receiptId: string; target: UploadTarget }
  | { outcome: 'stored'; receiptId: string }
  | { outcome: 'duplicate'; receiptId: string; expense: Expense | null }

export interface UploadDependencies {
  userId: string
  expenses: UserExpenses
  objects: ObjectStore
  /** New receipts that the user may bring in per day (UTC); without it there is no limit. */
  uploadsPerDay?: number | undefined
}

/**
 * Decides for each announced file what is left to do, by its SHA-256. Asking again is always safe: an
 * interrupted upload gets a new target under its old receipt, a failed extraction is tried again from the
 * stored bytes, and neither blocks the same bytes from coming in. What was taken away as a duplicate of
 * another receipt stays one of that. Throws, with nothing decided: `not_found` for a batch that is not the
 * user's, `limit_reached` when so many are new that the day's limit does not allow them all.
 */
export async function requestUploads(
  files: readonly AnnouncedFile[],
  batchId: string | null,
  { userId, expenses, objects, uploadsPerDay }: UploadDependencies,
): Promise<UploadDecision[]> {
  if (batchId !== null) await expenses.getBatch(batchId)
  const known = await expenses.findReceiptsBySha256(files.map((file) => file.sha256))
  const bySha256 = new Map<string, ReceiptWithExpense>()
  for (const { sha256 } of files) {
    const entry =
      known.find(({ receipt }) => receipt.sha256 === sha256) ??
      known.find(({ receipt }) => isOfReceipt(sha256, receipt))
    if (entry) bySha256.set(sha256, entry)
  }

  const fresh = files.filter((file) => !bySha256.has(file.sha256))
  const dropped = fresh.length > 0 ? await expenses.findDropped(fresh.map((file) => file.sha256)) : []
  const kept =
    dropped.length > 0
      ? await expenses.listReceipts({ ids: dropped.map(({ keptId }) => keptId), limit: dropped.length })
      : []
  for (const { sha256, keptId } of dropped) {
    const entry = kept.find(({ receipt }) => receipt.id === keptId)
    if (entry && isDone(entry)) bySha256.set(sha256, entry)
  }

  if (uploadsPerDay !== undefined) {
    const added = new Set(files.map((file) => file.sha256).filter((sha256) => !bySha256.has(sha256)))
    if (added.size > 0 && !(await expenses.reserveUploads(added.size, uploadsPerDay))) {
      throw dayIsFull(uploadsPerDay)
    }
  }

  return Promise.all(
    files.map(async (file) => {
      const entry = bySha256.get(file.sha256)
      if (entry && isDone(entry)) {
        return { outcome: 'duplicate', receiptId: entry.receipt.id, expense: entry.expense }
      }
      const receipt = entry?.receipt ?? (await createReceipt(file))
      if (receipt.status === 'uploaded' || receipt.status === 'extracting') {
        return { outcome: 'stored', receiptId: receipt.id }
      }
      if (await objects.headObject(receipt.objectKey)) {
        await expenses.markUploaded(receipt.id)
        return { outcome: 'stored', receiptId: receipt.id }
      }
      const sha256 = file.storedSha256 ?? file.sha256
      // Announced before by a client that took out less, or more.
      if (storedHashOf(receipt) !== sha256) {
        await expenses.expectBytes(receipt.id, sha256 === receipt.sha256 ? null : sha256)
      }
      const target = await objects.createUploadTarget({
        key: receipt.objectKey,
        contentType: receipt.contentType,
        sizeBytes: receipt.sizeBytes,
        sha256,
      })
      return { outcome: 'upload', receiptId: receipt.id, target }
    }),
  )

  function createReceipt(file: AnnouncedFile): Promise<Receipt> {
    const id = newId()
    return expenses.createReceipt({ ...file, id, batchId }, objectKeyOf(userId, id))
  }
}

function isDone({ receipt }: ReceiptWithExpense): boolean {
  return receipt.status === 'extracted' || receipt.status === 'needs_review' || receipt.status === 'confirmed'
}

export function dayIsFull(uploadsPerDay: number): ExpensaError {
  const tomorrow = new Date(new Date().setUTCHours(24, 0, 0, 0))
  return new ExpensaError('limit_reached', `This backend takes ${uploadsPerDay} new receipts a day.`, {
    hint: `Run the same command again after ${tomorrow.toISOString()}: it goes on where it stopped.`,
    retryAt: tomorrow,
  })
}
