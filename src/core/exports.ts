import type { Expense } from './expense.ts'
import type { ExpenseFilter } from './expense-queries.ts'
import type { Receipt } from './receipt.ts'

/** What accounting programs have been given already, so that the next export can leave it out. */
export interface UserExports {
  /**
   * Expenses in the order of their ids, from behind `after` on, each with the revision under which the export
   * `name` had it last. Null `name` leaves that null.
   */
  listForExport(
    filter: ExpenseFilter,
    page: { name: string | null; after: string | null; limit: number },
  ): Promise<{ receipt: Receipt; expense: Expense; exported: string | null }[]>
  /** These expenses are in the export `name` now, as of these revisions. */
  recordExport(name: string, entries: readonly { id: string; revision: string }[]): Promise<void>
}
