import * as contract from '../contract-reading-state.ts'
import type { Operation } from '../operation.ts'

export const readingStateOperations: Operation[] = [
  {
    method: 'get',
    path: '/v1/status',
    summary: 'What is in progress, what waits, and what failed and why',
    answer: contract.statusResponse,
  },
  {
    method: 'get',
    path: '/v1/reader',
    summary: 'Who reads receipts, at which quota and price',
    answer: contract.readerResponse,
  },
  {
    method: 'post',
    path: '/v1/receipts/retry',
    summary: 'Read again what failed or waits, from the stored originals',
    body: contract.retryRequest,
    answer: contract.retryResponse,
  },
  {
    method: 'get',
    path: '/v1/batches',
    summary: 'The latest batches',
    answer: contract.batchesResponse,
  },
  {
    method: 'get',
    path: '/v1/batches/{id}',
    summary: 'A batch and its receipts',
    answer: contract.batchDetail,
  },
]
