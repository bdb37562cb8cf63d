import type { Call, Download } from '../client.ts'
import * as contract from '../contract-edits.ts'

/** Editing, confirming, deleting and fetching the original, as the client offers it. */
export function editCalls(call: Call, download: Download) {
  const path = (id: string, rest = '') => `/v1/expenses/${encodeURIComponent(id)}${rest}`
  return {
    editExpense: (id: string, changes: contract.EditRequestJson) =>
      call(contract.expenseResponse, 'PATCH', path(id), { json: changes }),
    confirmExpense: (id: string) => call(contract.expenseResponse, 'POST', path(id, '/confirm')),
    deleteExpense: (id: string) => call(contract.deleteResponse, 'DELETE', path(id)),
    restoreExpense: (id: string) => call(contract.restoreResponse, 'POST', path(id, '/restore')),
    listEdits: (id: string) => call(contract.editsResponse, 'GET', path(id, '/edits')),
    downloadOriginal: (id: string) => download(path(id, '/original')),
  }
}
