import type { ExpenseStore } from '../core/expense-store.ts'
import type { ObjectStore } from '../core/object-store.ts'
import type { ReadingJob, ReadingQueue } from '../core/reading-queue.ts'
import { objectKeyOf } from '../core/receipt.ts'

/** Receipts that one look concerns; the next one goes on. */
const most = 500

/**
 * Puts into the queue what nothing led to: uploads whose event was lost, receipts whose reader died, those
 * whose waiting time is over, and requests for another extraction whose job was lost. Uploads that were announced a day ago and never came are forgotten, so
 * that they are not looked for for ever; the same bytes can be brought in again.
 */
export async function findUnattended({
  store,
  objects,
  queue,
}: {
  store: ExpenseStore
  objects: ObjectStore
  queue: ReadingQueue
}): Promise<{ queued: number; forgotten: number }> {
  const isStored = async ({ userId, receiptId }: { userId: string; receiptId: string }) =>
    (await objects.headObject(objectKeyOf(userId, receiptId))) !== null

  const found: ReadingJob[] = []
  for (const receipt of await store.listUnattended(most)) {
    // An upload that has not come yet may still come.
    if (receipt.status !== 'pending' || (await isStored(receipt))) found.push(receipt)
  }
  const lost = []
  for (const receipt of await store.listOverdueUploads(most)) {
    if (await isStored(receipt)) found.push(receipt)
    else lost.push(receipt.receiptId)
  }
  found.push(...(await store.listExtractionRequests(most)))
  if (found.length > 0) await queue.add(found)
  if (lost.length > 0) await store.forgetUploads(lost)
  return { queued: found.length, forgotten: lost.length }
}
