import type { Call } from '../client.ts'
import * as contract from '../contract-exports.ts'

/** Records on their way to accounting programs, as the client offers them. */
export function exportCalls(call: Call) {
  return {
    listForExport: (query: contract.ExportQuery) =>
      call(contract.exportResponse, 'GET', '/v1/exports', { query }),
    recordExport: (request: contract.RecordExportRequest) =>
      call(contract.recordExportResponse, 'POST', '/v1/exports', { json: request }),
  }
}
