import { expenseResponse } from '../contract-edits.ts'
import * as contract from '../contract-reextract.ts'
import type { Operation } from '../operation.ts'

export const reextractOperations: Operation[] = [
  {
    method: 'post',
    path: '/v1/expenses/{id}/extractions',
    summary: 'Have a receipt read again, also with another model, and compare; changes nothing',
    body: contract.extractionRequest,
    answer: contract.extractionResponse,
  },
  {
    method: 'get',
    path: '/v1/expenses/{id}/extractions/{extractionId}',
    summary: 'What was read again, compared with the expense as it is now, or what it failed with',
    answer: contract.extractionResponse,
  },
  {
    method: 'post',
    path: '/v1/expenses/{id}/extractions/{extractionId}/apply',
    summary: 'Take over what was read again; edited fields stay',
    answer: expenseResponse,
  },
]
