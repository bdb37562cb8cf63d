import type { ExpenseDraft } from './expense.ts'
import { toDecimal } from './money.ts'
import { squash } from './reading/fold.ts'

/** Which of two suspected duplicates stay: both, the one that came in later (`this`), or the `other`. */
export const duplicateResolutions = ['both', 'this', 'other'] as const

export type DuplicateResolution = (typeof duplicateResolutions)[number]

/** A suspicion, never a fact: two receipts of what seems to be one purchase. */
export interface Duplicate {
  /** The one that came in later. */
  receiptId: string
  otherId: string
  /** `picture`: the same picture, saved, scaled or turned differently. `purchase`: the same figures. */
  kind: 'picture' | 'purchase'
  resolution: DuplicateResolution | null
  createdAt: Date
}

/** Finding pairs and settling them. Ids may be the last 4 to 8 characters. */
export interface DuplicateReview {
  /** Those that nobody settled yet, newest first; of one receipt when an id is given. */
  listDuplicates(id: string | null): Promise<Duplicate[]>
  /** Of these files, those that were taken away as duplicates of a receipt that is still there. */
  findDropped(sha256s: readonly string[]): Promise<{ sha256: string; keptId: string }[]>
  /**
   * Keeps both, or takes the one away that is not named, as `deleteReceipt` does. Throws `not_found` when
   * these two are no suspected pair.
   */
  resolveDuplicate(id: string, otherId: string, keep: 'both' | 'first' | 'second'): Promise<Duplicate>
}

/** What tells purchases apart. */
export type Purchase = Pick<
  ExpenseDraft,
  'merchant' | 'purchaseDate' | 'purchaseTime' | 'total' | 'receiptNumber' | 'merchantTaxId'
>

/**
 * True when two expenses of the same date, currency and total seem to be one purchase: the same merchant or
 * receipt number, and nothing that tells them apart. Two coffees on one day have different times or numbers.
 */
export function isSamePurchase(a: Purchase, b: Purchase): boolean {
  if (a.purchaseDate === null || a.purchaseDate !== b.purchaseDate) return false
  if (!a.total || !b.total) return false
  if (a.total.currency !== b.total.currency || a.total.minorUnits !== b.total.minorUnits) return false
  if (differ(a.purchaseTime, b.purchaseTime)) return false
  const numbers = [squash(a.receiptNumber ?? ''), squash(b.receiptNumber ?? '')] as const
  if (numbers[0] !== '' && numbers[1] !== '') {
    if (numbers[0] !== numbers[1]) return false
    // Short numbers repeat: table 7, till 3.
    if (numbers[0].length >= 4) return true
  }
  return isSameMerchant(a.merchant, b.merchant)
}

/**
 * True when figures that both show speak against one purchase. Documents of one form, such as the invoices of
 * one shop, look alike and are different.
 */
export function isOtherPurchase(a: Purchase, b: Purchase): boolean {
  return (
    differ(a.purchaseDate, b.purchaseDate) ||
    differ(a.receiptNumber && squash(a.receiptNumber), b.receiptNumber && squash(b.receiptNumber)) ||
    differ(
      a.total && toDecimal(a.total.minorUnits, a.total.currency),
      b.total && toDecimal(b.total.minorUnits, b.total.currency),
    )
  )
}

/** What two expenses that seem to be one purchase have in common, in words. */
export function sharedFields(a: Purchase, b: Purchase): string[] {
  const number = a.receiptNumber !== null && squash(a.receiptNumber) === squash(b.receiptNumber ?? '')
  return [
    ...(isSameMerchant(a.merchant, b.merchant) ? ['merchant'] : []),
    'date',
    'total',
    ...(number ? ['receipt number'] : []),
  ]
}

/** `LIDL` and `Lidl GmbH & Co. KG` are one merchant: what one reading has, the other begins with. */
function isSameMerchant(a: string | null, b: string | null): boolean {
  const [shorter = '', longer = ''] = [squash(a ?? ''), squash(b ?? '')].sort((x, y) => x.length - y.length)
  if (shorter === '') return false
  return shorter === longer || (shorter.length >= 4 && longer.startsWith(shorter))
}

function differ(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && a !== b
}
