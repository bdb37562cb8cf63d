import type { Extraction } from './extraction.ts'
import { squash } from './reading/fold.ts'

/** What a person said once and for all: how a merchant is called, and what is bought there. */
export interface Rule {
  id: string
  /** Stands for all merchants whose name begins so, whatever the case and the punctuation. */
  merchant: string
  rename: string | null
  category: string | null
  createdAt: Date
}

export type NewRule = Pick<Rule, 'merchant' | 'rename' | 'category'>

export interface Rules {
  /** By merchant. */
  listRules(): Promise<Rule[]>
  /** A rule for the same merchant takes over what the new one leaves open. Throws `usage` without letters. */
  addRule(id: string, rule: NewRule): Promise<Rule>
  /** Throws `not_found`. */
  removeRule(id: string): Promise<void>
}

/** By which merchants are compared; empty for names without a letter or digit. */
export const merchantKey = squash

/** Short names are common beginnings of others: `Go` is not `Google`. */
export const shortestBeginning = 4

/** What the receipt says, filed as people want it: the upload's category first, then the rule's. */
export function fileExtraction(
  extraction: Extraction,
  rule: Pick<Rule, 'rename' | 'category'> | null,
  uploadCategory: string | null,
): Extraction {
  return {
    ...extraction,
    merchant: rule?.rename ?? extraction.merchant,
    category: uploadCategory ?? rule?.category ?? extraction.category,
  }
}
