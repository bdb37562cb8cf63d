import type { Call } from '../client.ts'
import * as contract from '../contract-duplicates.ts'

/** Suspected duplicates, as the client offers them. */
export function duplicateCalls(call: Call) {
  return {
    listDuplicates: (id?: string) =>
      call(contract.duplicatesResponse, 'GET', '/v1/duplicates', { query: { id } }),
    resolveDuplicate: (request: contract.ResolveRequestJson) =>
      call(contract.resolveResponse, 'POST', '/v1/duplicates/resolve', { json: request }),
  }
}
