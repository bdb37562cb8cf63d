import type { App, AppDependencies } from '../app.ts'
import * as contract from '../contract-rates.ts'
import { body } from '../parse.ts'

/** Exchange rates that users import. */
export function mountRates(app: App, { store }: Pick<AppDependencies, 'store'>): void {
  app.post('/v1/rates', async (c) => {
    const { rates } = await body(c.req.raw, contract.saveRatesRequest)
    await store.forUser(c.var.userId).saveRates(rates)
    return c.json({ saved: rates.length })
  })

  app.post('/v1/rates/find', async (c) => {
    const { wanted } = await body(c.req.raw, contract.findRatesRequest)
    return c.json({ rates: await store.forUser(c.var.userId).findRates(wanted) })
  })
}
