import * as z from 'zod'
import { category } from './contract.ts'

/** Rules about merchants: a part of the contract. */

const merchant = z.string().trim().min(1).max(300)

export const rule = z.object({
  id: z.uuid(),
  /** Stands for all merchants whose name begins so, whatever the case and the punctuation. */
  merchant: z.string(),
  rename: z.string().nullable(),
  category: z.string().nullable(),
  createdAt: z.iso.datetime(),
})

export const rulesResponse = z.object({ rules: z.array(rule) })

export const ruleRequest = z
  .strictObject({
    merchant,
    rename: merchant.nullable().default(null),
    category: category.nullable().default(null),
  })
  .refine((value) => value.rename !== null || value.category !== null, 'needs rename or category')

export const ruleResponse = z.object({ rule })
export const removeRuleResponse = z.object({ id: z.string() })

export type RuleJson = z.infer<typeof rule>
export type RuleRequestJson = z.input<typeof ruleRequest>
