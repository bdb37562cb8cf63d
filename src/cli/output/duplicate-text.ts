import { sharedFields } from '../../core/duplicates.ts'
import { shortId } from '../../core/ids.ts'
import type { DuplicateJson } from '../../http/contract-duplicates.ts'

/** `Same purchase as 1a2b3c4d (merchant, date, total)`, as seen from one of the two. */
export function duplicateText(pair: DuplicateJson, from: string): string {
  const other = shortId(pair.receiptId === from ? pair.otherId : pair.receiptId)
  if (pair.kind === 'picture') return `Same picture as ${other}`
  const [a, b] = [pair.receipt.expense, pair.other.expense]
  return `Same purchase as ${other}${a && b ? ` (${sharedFields(a, b).join(', ')})` : ''}`
}
