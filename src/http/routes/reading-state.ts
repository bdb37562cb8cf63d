import type { App, AppDependencies } from '../app.ts'
import * as contract from '../contract-reading-state.ts'
import { body } from '../parse.ts'

const mostReceipts = 1000
const mostBatches = 100

/** What is in progress, and trying again. */
export function mountReadingState(app: App, { store, onUploaded, describeReader }: AppDependencies): void {
  app.get('/v1/reader', async (c) => c.json({ reader: (await describeReader?.()) ?? null }))

  app.get('/v1/status', async (c) => {
    const expenses = store.forUser(c.var.userId)
    const [counts, receipts] = await Promise.all([
      expenses.countReceipts(),
      expenses.listReceipts({
        statuses: ['pending', 'uploaded', 'extracting', 'failed'],
        limit: mostReceipts,
      }),
    ])
    return c.json({ counts, receipts })
  })

  app.post('/v1/receipts/retry', async (c) => {
    const { ids, batchId } = await body(c.req.raw, contract.retryRequest)
    const filter = { ...(ids ? { ids } : {}), ...(batchId ? { batchId } : {}) }
    const receipts = await store.forUser(c.var.userId).retryReceipts(filter)
    const waiting = receipts.map(({ id }) => id)
    if (waiting.length > 0) await onUploaded(c.var.userId, waiting)
    return c.json({ receipts })
  })

  app.get('/v1/batches', async (c) => {
    return c.json({ batches: await store.forUser(c.var.userId).listBatches(mostBatches) })
  })

  app.get('/v1/batches/:id', async (c) => {
    const expenses = store.forUser(c.var.userId)
    const batch = await expenses.getBatch(c.req.param('id'))
    const receipts = await expenses.listReceipts({ batchId: batch.id, limit: mostReceipts })
    return c.json({ batch, receipts })
  })
}
