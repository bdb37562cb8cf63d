import * as z from 'zod'
import { duplicateResolutions } from '../core/duplicates.ts'
import { receiptWithExpense } from './contract.ts'

/** Suspected duplicates: a part of the contract. */

const pair = {
  /** The one that came in later. */
  receiptId: z.uuid(),
  otherId: z.uuid(),
  /** `picture`: the same picture, saved, scaled or turned differently. `purchase`: the same figures. */
  kind: z.enum(['picture', 'purchase']),
  resolution: z.enum(duplicateResolutions).nullable(),
  createdAt: z.iso.datetime(),
}

export const duplicatesQuery = z.strictObject({
  /** Only pairs with this receipt. */
  id: z.string().max(40).optional(),
})

export const duplicatesResponse = z.object({
  duplicates: z.array(z.object({ ...pair, receipt: receiptWithExpense, other: receiptWithExpense })),
})

export const resolveRequest = z.strictObject({
  first: z.string().max(40),
  second: z.string().max(40),
  /** The one that is not kept is deleted, and can be restored. */
  keep: z.enum(['both', 'first', 'second']),
})

export const resolveResponse = z.object({ duplicate: z.object(pair) })

export type DuplicateJson = z.infer<typeof duplicatesResponse>['duplicates'][number]
export type ResolveRequestJson = z.input<typeof resolveRequest>
