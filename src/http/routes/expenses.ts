import type { App, AppDependencies } from '../app.ts'
import * as contract from '../contract.ts'
import { filterOf } from '../filter.ts'
import { parse } from '../parse.ts'

/** Listing expenses, looking at one, and adding them up. */
export function mountExpenses(app: App, { store, objects }: AppDependencies): void {
  app.get('/v1/expenses', async (c) => {
    const { sort, order, limit, after = null, ...query } = parse(contract.expensesQuery, c.req.query())
    const listing = { ...filterOf(query), sort, descending: order === 'desc', limit, after }
    return c.json(await store.forUser(c.var.userId).listExpenses(listing))
  })

  app.get('/v1/expenses/:id', async (c) => {
    const detail = await store.forUser(c.var.userId).getExpenseDetail(c.req.param('id'))
    return c.json({ ...detail, location: objects.describeLocation(detail.receipt.objectKey) })
  })

  app.get('/v1/summary', async (c) => {
    const { by, home, ...query } = parse(contract.summaryQuery, c.req.query())
    return c.json({ rows: await store.forUser(c.var.userId).summarize(filterOf(query), by, home) })
  })
}
