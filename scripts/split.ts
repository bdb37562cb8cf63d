import { createHash } from 'node:crypto'

/**
 * The split of labelled receipts: by the SHA-256 of the merchant's letters and digits (of the id, where no merchant
 * is labelled), so that every shop lies in one part only. Part `a` may be looked at. The rest was a second part of
 * which only the shares were read; it is split once more by another byte of the same hash: `b1` may be looked at
 * since, of `b2` only the shares are read, never a single miss.
 */
export function partOf(label: { id: string; merchant?: string | null | undefined }): 'a' | 'b1' | 'b2' {
  const key = (label.merchant ?? label.id).toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
  const [first = 0, second = 0] = createHash('sha256').update(key).digest()
  if (first < 165) return 'a'
  return second % 2 === 0 ? 'b1' : 'b2'
}
