import { newId } from '../../core/ids.ts'
import type { App, AppDependencies } from '../app.ts'
import * as contract from '../contract-rules.ts'
import { body } from '../parse.ts'

/** What people said once and for all about merchants. */
export function mountRules(app: App, { store }: AppDependencies): void {
  app.get('/v1/rules', async (c) => {
    return c.json({ rules: await store.forUser(c.var.userId).listRules() })
  })

  app.post('/v1/rules', async (c) => {
    const request = await body(c.req.raw, contract.ruleRequest)
    return c.json({ rule: await store.forUser(c.var.userId).addRule(newId(), request) })
  })

  app.delete('/v1/rules/:id', async (c) => {
    const id = c.req.param('id')
    await store.forUser(c.var.userId).removeRule(id)
    return c.json({ id })
  })
}
