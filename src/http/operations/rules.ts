import * as contract from '../contract-rules.ts'
import type { Operation } from '../operation.ts'

export const ruleOperations: Operation[] = [
  {
    method: 'get',
    path: '/v1/rules',
    summary: 'What is done with receipts of which merchant',
    answer: contract.rulesResponse,
  },
  {
    method: 'post',
    path: '/v1/rules',
    summary: 'Call a merchant otherwise, or file its receipts under a category, from now on',
    body: contract.ruleRequest,
    answer: contract.ruleResponse,
  },
  {
    method: 'delete',
    path: '/v1/rules/{id}',
    summary: 'Forget a rule',
    answer: contract.removeRuleResponse,
  },
]
