import { ExpensaError } from '../core/errors.ts'
import type { Client } from '../http/client.ts'
import type { ExpenseJson, ExpensesQuery } from '../http/contract.ts'

const pageSize = 1000

/** Expenses page by page, `limit` of them at most; `more` says whether others are behind the page. */
export async function* expensePages(
  client: Client,
  query: ExpensesQuery,
  { limit, signal }: { limit: number; signal: AbortSignal },
): AsyncGenerator<{ expenses: ExpenseJson[]; more: boolean }> {
  let after: string | null = null
  let left = limit
  do {
    if (signal.aborted) throw new ExpensaError('interrupted', 'Interrupted.')
    const { expenses, next }: Awaited<ReturnType<Client['listExpenses']>> = await client.listExpenses({
      ...query,
      limit: Math.min(pageSize, left),
      ...(after === null ? {} : { after }),
    })
    after = next
    left -= expenses.length
    yield { expenses, more: next !== null }
  } while (after !== null && left > 0)
}
