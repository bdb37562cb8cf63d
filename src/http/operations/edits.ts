import * as contract from '../contract-edits.ts'
import type { Operation } from '../operation.ts'

export const editOperations: Operation[] = [
  {
    method: 'patch',
    path: '/v1/expenses/{id}',
    summary: 'Change fields; what a person set, no extraction overwrites',
    body: contract.editRequest,
    answer: contract.expenseResponse,
  },
  {
    method: 'delete',
    path: '/v1/expenses/{id}',
    summary: 'Delete an expense with its receipt; it can be restored',
    answer: contract.deleteResponse,
  },
  {
    method: 'post',
    path: '/v1/expenses/{id}/confirm',
    summary: 'Say that an expense is right',
    answer: contract.expenseResponse,
  },
  {
    method: 'post',
    path: '/v1/expenses/{id}/restore',
    summary: 'Bring a deleted expense back',
    answer: contract.restoreResponse,
  },
  {
    method: 'get',
    path: '/v1/expenses/{id}/edits',
    summary: 'What people changed',
    answer: contract.editsResponse,
  },
  {
    method: 'get',
    path: '/v1/expenses/{id}/original',
    summary: 'The bytes of the receipt',
    answer: null,
  },
]
