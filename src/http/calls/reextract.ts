import type { Call } from '../client.ts'
import { expenseResponse } from '../contract-edits.ts'
import * as contract from '../contract-reextract.ts'

/** Reading again, as the client offers it. */
export function reextractCalls(call: Call) {
  const path = (id: string) => `/v1/expenses/${encodeURIComponent(id)}/extractions`
  return {
    /** Extracts and compares; changes nothing. */
    extractAgain: (id: string, model: string | undefined, signal?: AbortSignal) =>
      call(contract.extractionResponse, 'POST', path(id), { json: { model }, signal, once: true }),
    applyExtraction: (id: string, extractionId: string) =>
      call(expenseResponse, 'POST', `${path(id)}/${encodeURIComponent(extractionId)}/apply`),
  }
}
