import * as z from 'zod'
import { expense, filter, receipt } from './contract.ts'

const name = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,59}$/, 'must be a name of a-z, 0-9, and . _ - between')
const revision = z.string().regex(/^[0-9a-f]{32}$/)

export const exportQuery = z.strictObject({
  ...filter,
  /** Which export's revisions are wanted beside the expenses. */
  name: name.optional(),
  /** Pages follow the ids: nothing is missed or doubled when records change between two of them. */
  after: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(500),
})

export const exportResponse = z.object({
  entries: z.array(z.object({ expense, receipt, exported: z.string().nullable() })),
  more: z.boolean(),
})

export const recordExportRequest = z.strictObject({
  name,
  entries: z
    .array(z.strictObject({ id: z.uuid(), revision }))
    .min(1)
    .max(500),
})

export const recordExportResponse = z.object({ recorded: z.int() })

export type ExportQuery = z.input<typeof exportQuery>
export type ExportEntryJson = z.infer<typeof exportResponse>['entries'][number]
export type RecordExportRequest = z.input<typeof recordExportRequest>
