import type * as z from 'zod'
import { newId } from '../../core/ids.ts'
import { requestUploads } from '../../core/request-upload.ts'
import type { App, AppDependencies } from '../app.ts'
import * as contract from '../contract-uploads.ts'
import { body } from '../parse.ts'

/** Announcing files, storing them, and following them to their expenses. */
export function mountUploads(app: App, { store, objects, uploadsPerDay, onUploaded }: AppDependencies): void {
  app.post('/v1/batches', async (c) => {
    const { fileCount, source } = await body(c.req.raw, contract.batchRequest)
    const id = newId()
    await store.forUser(c.var.userId).createBatch(id, fileCount, source)
    return c.json({ id } satisfies z.input<typeof contract.batchResponse>, 201)
  })

  app.post('/v1/uploads', async (c) => {
    const { files, batchId } = await body(c.req.raw, contract.uploadRequest)
    const { userId } = c.var
    const expenses = store.forUser(userId)
    const decisions = await requestUploads(files, batchId, { userId, expenses, objects, uploadsPerDay })
    const stored = decisions.filter((decision) => decision.outcome === 'stored').map((file) => file.receiptId)
    if (stored.length > 0) await onUploaded(userId, stored)
    return c.json({ files: decisions })
  })

  app.post('/v1/uploads/confirm', async (c) => {
    const { ids } = await body(c.req.raw, contract.receiptIdsRequest)
    const expenses = store.forUser(c.var.userId)
    const receipts = await expenses.listReceipts({ ids, limit: ids.length })
    const checked = await Promise.all(
      receipts.map(async ({ receipt }) => ({
        id: receipt.id,
        stored: receipt.status !== 'pending' || (await objects.headObject(receipt.objectKey)) !== null,
      })),
    )
    const arrived = new Set(checked.filter((receipt) => receipt.stored).map((receipt) => receipt.id))
    for (const id of arrived) await expenses.markUploaded(id)
    if (arrived.size > 0) await onUploaded(c.var.userId, [...arrived])
    return c.json({ missing: ids.filter((id) => !arrived.has(id)) })
  })

  app.post('/v1/receipts/lookup', async (c) => {
    const { sha256s } = await body(c.req.raw, contract.lookupRequest)
    return c.json({ receipts: await store.forUser(c.var.userId).findReceiptsBySha256(sha256s) })
  })

  app.post('/v1/receipts/status', async (c) => {
    const { ids } = await body(c.req.raw, contract.receiptIdsRequest)
    return c.json({ receipts: await store.forUser(c.var.userId).listReceipts({ ids, limit: ids.length }) })
  })
}
