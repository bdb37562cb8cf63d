import type { Call } from '../client.ts'
import * as contract from '../contract.ts'

/** Questions about expenses, as the client offers them. */
export function expenseCalls(call: Call) {
  return {
    listExpenses: (query: contract.ExpensesQuery) =>
      call(contract.expensesResponse, 'GET', '/v1/expenses', { query }),
    getExpense: (id: string) => call(contract.expenseDetail, 'GET', `/v1/expenses/${encodeURIComponent(id)}`),
    summarize: (query: contract.SummaryQuery) =>
      call(contract.summaryResponse, 'GET', '/v1/summary', { query }),
  }
}
