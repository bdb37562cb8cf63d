import type { App, AppDependencies } from '../app.ts'
import * as contract from '../contract-exports.ts'
import { filterOf } from '../filter.ts'
import { body, parse } from '../parse.ts'

/** Records on their way to accounting programs. */
export function mountExports(app: App, { store }: Pick<AppDependencies, 'store'>): void {
  app.get('/v1/exports', async (c) => {
    const { name, after, limit, ...filter } = parse(contract.exportQuery, c.req.query())
    // One more than asked tells whether there are more.
    const page = { name: name ?? null, after: after ?? null, limit: limit + 1 }
    const entries = await store.forUser(c.var.userId).listForExport(filterOf(filter), page)
    return c.json({ entries: entries.slice(0, limit), more: entries.length > limit })
  })

  app.post('/v1/exports', async (c) => {
    const { name, entries } = await body(c.req.raw, contract.recordExportRequest)
    await store.forUser(c.var.userId).recordExport(name, entries)
    return c.json({ recorded: entries.length })
  })
}
