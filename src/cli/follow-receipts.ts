import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '../http/client.ts'
import type { ReceiptWithExpenseJson } from '../http/contract.ts'
import { isSettled } from './upload-results.ts'

const groupSize = 500
const pollMs = 300

/** Waits until nothing more happens to these receipts soon, or the signal; tells how each one stands. */
export async function followReceipts(
  client: Client,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<ReceiptWithExpenseJson[]> {
  const latest = new Map<string, ReceiptWithExpenseJson>()
  for (let start = 0; start < ids.length; start += groupSize) {
    const underWay = new Set(ids.slice(start, start + groupSize))
    while (underWay.size > 0) {
      const { receipts } = await client.receiptStatus([...underWay])
      for (const entry of receipts) {
        latest.set(entry.receipt.id, entry)
        if (isSettled(entry)) underWay.delete(entry.receipt.id)
      }
      if (signal.aborted) break
      if (underWay.size > 0) await sleep(pollMs, undefined, { signal }).catch(() => {})
    }
  }
  return ids.flatMap((id) => latest.get(id) ?? [])
}
