import * as z from 'zod'
import { contentTypes, maxReceiptBytes } from '../core/receipt.ts'
import { category, expense, id, project, receiptWithExpense, sha256, tag } from './contract.ts'

export const maxFilesPerRequest = 500

export const uploadRequest = z.strictObject({
  batchId: id.nullable(),
  files: z
    .array(
      z.strictObject({
        sha256,
        storedSha256: sha256.nullable().default(null),
        sizeBytes: z.int().positive().max(maxReceiptBytes),
        contentType: z.enum(contentTypes),
        originalFilename: z.string().min(1).max(255),
        category: category.nullable(),
        project: project.nullable().default(null),
        tags: z.array(tag).max(50).default([]),
      }),
    )
    .min(1)
    .max(maxFilesPerRequest),
})

export const uploadResponse = z.object({
  /** In the order of the request's files. */
  files: z.array(
    z.discriminatedUnion('outcome', [
      z.object({
        outcome: z.literal('upload'),
        receiptId: id,
        target: z.object({
          url: z.string(),
          method: z.literal('PUT'),
          headers: z.record(z.string(), z.string()),
          expiresAt: z.iso.datetime(),
        }),
      }),
      z.object({ outcome: z.literal('stored'), receiptId: id }),
      z.object({ outcome: z.literal('duplicate'), receiptId: id, expense: expense.nullable() }),
    ]),
  ),
})

export const lookupRequest = z.strictObject({ sha256s: z.array(sha256).min(1).max(maxFilesPerRequest) })
export const receiptIdsRequest = z.strictObject({ ids: z.array(id).min(1).max(maxFilesPerRequest) })
export const receiptsResponse = z.object({ receipts: z.array(receiptWithExpense) })
export const confirmResponse = z.object({ missing: z.array(id) })
export const batchRequest = z.strictObject({
  fileCount: z.int().nonnegative(),
  /** What the command was given, so that it can be taken up again by the batch's id. */
  source: z
    .strictObject({
      directory: z.string().max(4096),
      paths: z.array(z.string().max(4096)).max(1000),
      category: category.nullable(),
      project: project.nullable().default(null),
      tags: z.array(tag).max(50).default([]),
    })
    .nullable()
    .default(null),
})
export const batchResponse = z.object({ id })

export type UploadRequestJson = z.input<typeof uploadRequest>
export type UploadDecisionJson = z.infer<typeof uploadResponse>['files'][number]
