import type { App, AppDependencies } from '../app.ts'
import * as contract from '../contract.ts'
import { filterOf } from '../filter.ts'
import { parse } from '../parse.ts'

/** Listing expenses, looking at one, and adding them up. */
export function mountExpenses(app: App, { store, objects }: AppDependencies): void {
  app.get('/v1/expenses', async (c) => {
    const { order, status, limit, ...query } = parse(contract.expensesQuery, c.req.query())
    const expenses = await store.forUser(c.var.userId).listExpenses({
      ...filterOf({ ...query, status }),
      sort: query.sort,
      descending: order === 'desc',
      // One more than asked tells whether there are more.
      limit: limit + 1,
      offset: query.offset,
    })
    return c.json({ expenses: expenses.slice(0, limit), more: expenses.length > limit })
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
