import type { Call } from '../client.ts'
import * as contract from '../contract-reading-state.ts'

/** What is in progress, and trying again, as the client offers it. */
export function readingStateCalls(call: Call) {
  return {
    reader: () => call(contract.readerResponse, 'GET', '/v1/reader'),
    status: () => call(contract.statusResponse, 'GET', '/v1/status'),
    retryReceipts: (request: contract.RetryRequestJson) =>
      call(contract.retryResponse, 'POST', '/v1/receipts/retry', { json: request }),
    listBatches: () => call(contract.batchesResponse, 'GET', '/v1/batches'),
    getBatch: (id: string) => call(contract.batchDetail, 'GET', `/v1/batches/${encodeURIComponent(id)}`),
  }
}
