import * as contract from '../contract-duplicates.ts'
import type { Operation } from '../operation.ts'

export const duplicateOperations: Operation[] = [
  {
    method: 'get',
    path: '/v1/duplicates',
    summary: 'Pairs of receipts that seem to be one purchase, and that nobody settled yet',
    query: contract.duplicatesQuery,
    answer: contract.duplicatesResponse,
  },
  {
    method: 'post',
    path: '/v1/duplicates/resolve',
    summary: 'Keep both of a pair, or one; the other is deleted and can be restored',
    body: contract.resolveRequest,
    answer: contract.resolveResponse,
  },
]
