import type * as z from 'zod'
import type { ExpenseFilter } from '../core/expense-queries.ts'
import type { summaryQuery } from './contract.ts'

/** What a query narrows down to; what it does not name stays open. */
export function filterOf({
  from,
  to,
  category,
  status,
  ...rest
}: Omit<z.output<typeof summaryQuery>, 'by' | 'home'>): ExpenseFilter {
  const given = Object.entries(rest).filter(([, value]) => value !== undefined)
  return {
    from: from ?? null,
    to: to ?? null,
    ...(category === undefined ? {} : { category: category === '' ? null : category }),
    ...(status === undefined ? {} : { statuses: status }),
    ...Object.fromEntries(given),
  }
}
