import * as contract from '../contract.ts'
import type { Operation } from '../operation.ts'

export const expenseOperations: Operation[] = [
  {
    method: 'get',
    path: '/v1/expenses',
    summary: 'List expenses',
    query: contract.expensesQuery,
    answer: contract.expensesResponse,
  },
  {
    method: 'get',
    path: '/v1/expenses/{id}',
    summary: 'One expense with its items; by id or by the last 4 to 8 characters of one',
    answer: contract.expenseDetail,
  },
  {
    method: 'get',
    path: '/v1/summary',
    summary: 'Totals by month, year, category, merchant, project or tag',
    query: contract.summaryQuery,
    answer: contract.summaryResponse,
  },
]
