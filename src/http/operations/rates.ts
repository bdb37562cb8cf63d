import * as contract from '../contract-rates.ts'
import type { Operation } from '../operation.ts'

export const rateOperations: Operation[] = [
  {
    method: 'post',
    path: '/v1/rates',
    summary: 'Keep exchange rates',
    body: contract.saveRatesRequest,
    answer: contract.saveRatesResponse,
  },
  {
    method: 'post',
    path: '/v1/rates/find',
    summary: 'Exchange rates of days, or of the last day before each that has one',
    body: contract.findRatesRequest,
    answer: contract.findRatesResponse,
  },
]
