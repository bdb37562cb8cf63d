import * as contract from '../contract-uploads.ts'
import type { Operation } from '../operation.ts'

export const uploadOperations: Operation[] = [
  {
    method: 'post',
    path: '/v1/batches',
    summary: 'Begin a batch of uploads',
    body: contract.batchRequest,
    answer: contract.batchResponse,
    status: 201,
  },
  {
    method: 'post',
    path: '/v1/uploads',
    summary: 'Announce files; says for each one whether and where to send it',
    body: contract.uploadRequest,
    answer: contract.uploadResponse,
  },
  {
    method: 'post',
    path: '/v1/uploads/confirm',
    summary: 'Say that files were sent; answers with those that did not arrive',
    body: contract.receiptIdsRequest,
    answer: contract.confirmResponse,
  },
  {
    method: 'post',
    path: '/v1/receipts/lookup',
    summary: 'Find receipts by the SHA-256 of their bytes',
    body: contract.lookupRequest,
    answer: contract.receiptsResponse,
  },
  {
    method: 'post',
    path: '/v1/receipts/status',
    summary: 'Follow receipts to their expenses',
    body: contract.receiptIdsRequest,
    answer: contract.receiptsResponse,
  },
]
