import type { App, AppDependencies } from '../app.ts'
import * as contract from '../contract-duplicates.ts'
import { body, parse } from '../parse.ts'

/** Pairs of receipts that seem to be one purchase, and settling them. */
export function mountDuplicates(app: App, { store }: AppDependencies): void {
  app.get('/v1/duplicates', async (c) => {
    const { id } = parse(contract.duplicatesQuery, c.req.query())
    const expenses = store.forUser(c.var.userId)
    const pairs = await expenses.listDuplicates(id ?? null)
    const ids = [...new Set(pairs.flatMap((pair) => [pair.receiptId, pair.otherId]))]
    const entries = ids.length > 0 ? await expenses.listReceipts({ ids, limit: ids.length }) : []
    const byId = new Map(entries.map((entry) => [entry.receipt.id, entry]))
    return c.json({
      duplicates: pairs.map((pair) => ({
        ...pair,
        receipt: byId.get(pair.receiptId),
        other: byId.get(pair.otherId),
      })),
    })
  })

  app.post('/v1/duplicates/resolve', async (c) => {
    const { first, second, keep } = await body(c.req.raw, contract.resolveRequest)
    const duplicate = await store.forUser(c.var.userId).resolveDuplicate(first, second, keep)
    return c.json({ duplicate })
  })
}
