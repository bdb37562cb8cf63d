import * as z from 'zod'
import { receiptStatuses } from '../core/receipt.ts'
import { receipt, receiptWithExpense } from './contract.ts'
import { batchRequest } from './contract-uploads.ts'

/** How far receipts have come, and setting them going again: a part of the contract. */

const counts = z.record(z.enum(receiptStatuses), z.int())

export const statusResponse = z.object({
  /** All receipts by status. */
  counts,
  /** Those that are not read yet, newest first. */
  receipts: z.array(receiptWithExpense),
})

/** Who reads what is uploaded; see `core/reading-plan.ts`. */
export const reader = z.object({
  extractor: z.enum(['local-ocr', 'gemini']),
  models: z.array(z.object({ name: z.string(), usedToday: z.int() })),
  perMinute: z.int().nullable(),
  perDay: z.int().nullable(),
  dollarsPerReceipt: z.number().nullable(),
})
export type ReaderJson = z.infer<typeof reader>

/** Null where whoever runs the backend has not told it. */
export const readerResponse = z.object({ reader: reader.nullable() })

/** Without ids, all that failed or wait for a time to come. */
export const retryRequest = z.strictObject({
  ids: z.array(z.string().max(40)).min(1).max(500).optional(),
  batchId: z.uuid().optional(),
})

export const retryResponse = z.object({ receipts: z.array(receipt) })

export const batch = z.object({
  id: z.uuid(),
  createdAt: z.iso.datetime(),
  fileCount: z.int(),
  source: batchRequest.shape.source.unwrap(),
  counts,
})

export const batchesResponse = z.object({ batches: z.array(batch) })
export const batchDetail = z.object({ batch, receipts: z.array(receiptWithExpense) })

export type BatchJson = z.infer<typeof batch>
export type RetryRequestJson = z.input<typeof retryRequest>
