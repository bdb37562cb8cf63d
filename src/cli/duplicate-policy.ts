import type { Client } from '../http/client.ts'
import type { ReceiptWithExpenseJson } from '../http/contract.ts'
import { duplicateText } from './output/duplicate-text.ts'
import type { FileResult } from './upload-results.ts'

/**
 * What becomes of a receipt that seems to repeat another one: `flag` asks a person, `keep` keeps both without
 * asking, `skip` takes the new one away again, `replace` the earlier one, unless a person worked on that.
 */
export const duplicatePolicies = ['flag', 'keep', 'skip', 'replace'] as const

export type DuplicatePolicy = (typeof duplicatePolicies)[number]

/** Settles what an upload brought in, by the policy: the results as they are then, and the ids of what was replaced. */
export async function applyDuplicatePolicy(
  client: Client,
  results: readonly FileResult[],
  policy: DuplicatePolicy,
): Promise<{ results: FileResult[]; replaced: string[] }> {
  if (policy === 'flag') return { results: [...results], replaced: [] }
  const settled: FileResult[] = []
  const replaced: string[] = []
  for (const result of results) settled.push(await settle(client, result, policy, replaced))
  return { results: settled, replaced }
}

/** Of the files that are suspected still, of which earlier receipts they seem to be copies. */
export async function suspicionsOf(
  client: Client,
  results: readonly FileResult[],
): Promise<{ file: string; text: string }[]> {
  const suspected = results.filter(({ expense }) => expense?.reviewReasons.includes('possible_duplicate'))
  if (suspected.length === 0) return []
  const { duplicates } = await client.listDuplicates()
  return suspected.flatMap(({ file, receiptId }) =>
    duplicates
      .filter((pair) => pair.receiptId === receiptId)
      .map((pair) => ({ file, text: duplicateText(pair, pair.receiptId) })),
  )
}

async function settle(
  client: Client,
  result: FileResult,
  policy: DuplicatePolicy,
  replaced: string[],
): Promise<FileResult> {
  const { receiptId, expense } = result
  if (receiptId === null || !expense?.reviewReasons.includes('possible_duplicate')) return result
  const { duplicates } = await client.listDuplicates(receiptId)
  const earlier = duplicates.filter((pair) => pair.receiptId === receiptId)
  const resolve = (otherId: string, keep: 'both' | 'first' | 'second') =>
    client.resolveDuplicate({ first: receiptId, second: otherId, keep })

  const [first] = earlier
  if (policy === 'skip' && first) {
    await resolve(first.otherId, 'second')
    return { ...result, outcome: 'duplicate', receiptId: first.otherId, expense: first.other.expense }
  }
  for (const { otherId, other } of earlier) {
    if (policy === 'keep') await resolve(otherId, 'both')
    else if (!isPersonsWork(other)) {
      await resolve(otherId, 'first')
      replaced.push(other.expense?.id ?? otherId)
    }
  }
  const { receipts } = await client.receiptStatus([receiptId])
  const [entry] = receipts
  if (!entry) return result
  const outcome = entry.receipt.status === 'needs_review' ? 'needs_review' : 'extracted'
  return { ...result, outcome, expense: entry.expense }
}

function isPersonsWork({ receipt, expense }: ReceiptWithExpenseJson): boolean {
  return receipt.status === 'confirmed' || (expense?.editedFields.length ?? 0) > 0
}
