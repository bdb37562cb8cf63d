import type { ExpenseStore } from './expense-store.ts'
import { type IngestDependencies, type IngestOutcome, ingestReceipt } from './ingest-receipt.ts'
import { objectKeyOf } from './receipt.ts'

/** Receipts that one sweep looks at; the next one goes on. */
const sweepSize = 50

/** Failures that every other receipt would meet, too. */
const meetsAll: readonly string[] = ['quota_exhausted', 'extractor_misconfigured']

/**
 * Takes up what no event leads to: parked receipts whose time has come, those whose reader died, and uploads
 * whose event was lost. Safe to run at any time and in several places at once: the lease decides.
 */
export async function sweepReceipts(
  dependencies: Omit<IngestDependencies, 'expenses'> & { store: ExpenseStore },
  onOutcome: (receiptId: string, result: IngestOutcome) => void,
): Promise<void> {
  const { store, objects, signal } = dependencies
  for (const { receiptId, userId, status } of await store.listUnattended(sweepSize)) {
    if (signal?.aborted) return
    const expenses = store.forUser(userId)
    // An upload that has not come may still come; only its owner can say that it will not.
    if (status === 'pending' && (await objects.headObject(objectKeyOf(userId, receiptId))) === null) continue
    const result = await ingestReceipt(receiptId, { ...dependencies, expenses })
    onOutcome(receiptId, result)
    if (result.outcome === 'parked' && meetsAll.includes(result.error.code)) return
  }
}
