import { toExpensaError } from '../../core/errors.ts'
import type { App } from '../app.ts'
import { openApiDocument } from '../openapi.ts'

/** What can be asked without signing in. `checkReady` throws while requests cannot be answered. */
export function mountHealth(app: App, checkReady: () => Promise<void>): void {
  app.get('/healthz', (c) => c.json({ status: 'ok', time: new Date().toISOString() }))

  app.get('/readyz', async (c) => {
    try {
      await checkReady()
      return c.json({ status: 'ready' })
    } catch (thrown) {
      // The reason stands in the log of whoever runs this; outside, it is nobody's business.
      return c.json({ status: 'not ready', code: toExpensaError(thrown).code }, 503)
    }
  })

  app.get('/openapi.json', (c) => c.json(openApiDocument()))
}
