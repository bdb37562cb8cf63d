import type { Call } from '../client.ts'
import type { BatchJson } from '../contract-reading-state.ts'
import * as contract from '../contract-uploads.ts'

/** Announcing files and following them, as the client offers it. */
export function uploadCalls(call: Call) {
  return {
    createBatch: (fileCount: number, source: BatchJson['source'] = null) =>
      call(contract.batchResponse, 'POST', '/v1/batches', { json: { fileCount, source } }),
    requestUploads: (request: contract.UploadRequestJson, signal?: AbortSignal) =>
      call(contract.uploadResponse, 'POST', '/v1/uploads', { json: request, signal }),
    confirmUploads: (ids: string[], signal?: AbortSignal) =>
      call(contract.confirmResponse, 'POST', '/v1/uploads/confirm', { json: { ids }, signal }),
    lookup: (sha256s: string[], signal?: AbortSignal) =>
      call(contract.receiptsResponse, 'POST', '/v1/receipts/lookup', { json: { sha256s }, signal }),
    receiptStatus: (ids: string[], signal?: AbortSignal) =>
      call(contract.receiptsResponse, 'POST', '/v1/receipts/status', { json: { ids }, signal }),
  }
}
