import { createHash } from 'node:crypto'
import { type ExportedExpense, inExportOrder } from '../export/exported-expense.ts'
import type { Client } from '../http/client.ts'
import type { ExportEntryJson, ExportQuery } from '../http/contract-exports.ts'

/** All expenses that a filter leaves, in the order of an export. */
export async function fetchForExport(
  client: Client,
  query: Omit<ExportQuery, 'after' | 'limit'>,
): Promise<(ExportEntryJson['expense'] & Pick<ExportEntryJson, 'receipt' | 'exported'>)[]> {
  const entries: ExportEntryJson[] = []
  for (let more = true; more; ) {
    const after = entries.at(-1)?.expense.id
    const page = await client.listForExport({ ...query, ...(after === undefined ? {} : { after }) })
    entries.push(...page.entries)
    more = page.more
  }
  return inExportOrder(entries.map(({ expense, ...rest }) => ({ ...expense, ...rest })))
}

/** Stands for the revision of an expense that was deleted after an export had it; no other revision is like it. */
export const goneRevision = '0'.repeat(32)

/** Of these expenses, those that an earlier export had. */
export function hadBefore<T extends { exported: string | null }>(expenses: readonly T[]): T[] {
  return expenses.filter(({ exported }) => exported !== null && exported !== goneRevision)
}

/** Changes when anything changes that an export shows, and with nothing else. */
export function revisionOf(expense: ExportedExpense): string {
  const shown = [
    expense.status,
    expense.merchant,
    expense.merchantTaxId,
    expense.receiptNumber,
    expense.purchaseDate,
    expense.currency,
    ...[expense.total, expense.subtotal, expense.taxTotal, expense.tip].map((money) => money?.minorUnits),
    expense.taxLines.map(({ name, rate, amount }) => [name, rate, amount?.minorUnits]),
    expense.payments.map(({ method, cardLast4, amount }) => [method, cardLast4, amount?.minorUnits]),
    expense.category,
    expense.note,
    expense.project,
    expense.tags,
    expense.receipt.sha256,
  ]
  return createHash('sha256').update(JSON.stringify(shown)).digest('hex').slice(0, 32)
}
