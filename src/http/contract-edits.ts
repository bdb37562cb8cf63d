import * as z from 'zod'
import { isCurrency } from '../core/money.ts'
import { isCalendarDate } from '../core/period.ts'
import { category, expense, project, receipt, tag } from './contract.ts'

/** What people do to their expenses: the part of the contract for editing, confirming and deleting. */

const amount = z.string().trim().min(1).max(40)
const text = (longest: number) => z.string().trim().min(1).max(longest)

/** Null empties a field. Amounts are decimals as people write them. */
export const editRequest = z
  .strictObject({
    merchant: text(300).nullable(),
    purchaseDate: z.string().refine(isCalendarDate, 'must be a date YYYY-MM-DD').nullable(),
    currency: z.string().refine(isCurrency, 'must be a currency code such as EUR').nullable(),
    total: amount.nullable(),
    taxTotal: amount.nullable(),
    tip: amount.nullable(),
    category: category.nullable(),
    note: text(2000).nullable(),
    project: project.nullable(),
    addTags: z.array(tag).max(50),
    removeTags: z.array(tag).max(50),
  })
  .partial()

export const expenseResponse = z.object({ expense })
export const deleteResponse = z.object({ id: z.uuid() })
export const restoreResponse = z.object({ receipt })

export const editsResponse = z.object({
  /** Oldest first. */
  edits: z.array(
    z.object({
      id: z.uuid(),
      expenseId: z.uuid(),
      editedBy: z.uuid(),
      field: z.string(),
      before: z.unknown(),
      after: z.unknown(),
      createdAt: z.iso.datetime(),
    }),
  ),
})

export type EditRequestJson = z.input<typeof editRequest>
export type EditJson = z.infer<typeof editsResponse>['edits'][number]
