import type { Call } from '../client.ts'
import * as contract from '../contract-rates.ts'

/** Exchange rates, as the client offers them. */
export function rateCalls(call: Call) {
  return {
    saveRates: (rates: contract.RateJson[]) =>
      call(contract.saveRatesResponse, 'POST', '/v1/rates', { json: { rates } }),
    findRates: (wanted: { date: string; currency: string }[]) =>
      call(contract.findRatesResponse, 'POST', '/v1/rates/find', { json: { wanted } }),
  }
}
