import * as contract from '../contract-exports.ts'
import type { Operation } from '../operation.ts'

export const exportOperations: Operation[] = [
  {
    method: 'get',
    path: '/v1/exports',
    summary: 'Expenses with their receipts, by id, and in which revision an export had each of them last',
    query: contract.exportQuery,
    answer: contract.exportResponse,
  },
  {
    method: 'post',
    path: '/v1/exports',
    summary: 'Remember what an export has now',
    body: contract.recordExportRequest,
    answer: contract.recordExportResponse,
  },
]
