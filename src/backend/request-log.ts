import type { MiddlewareHandler } from 'hono'
import { newId } from '../core/ids.ts'
import type { Log } from '../wiring/log.ts'

/**
 * Gives each request an id (the caller's own, where it is harmless), answers with it and logs one line:
 * never the query, headers or body.
 */
export function requestLog(log: Log): MiddlewareHandler<{ Variables: { userId: string } }> {
  return async (c, next) => {
    const sent = c.req.header('x-request-id')
    const requestId = sent !== undefined && /^[\w-]{1,64}$/.test(sent) ? sent : newId()
    const startedAt = performance.now()
    await next()
    c.header('x-request-id', requestId)
    // Probes come every few seconds and say nothing while they succeed.
    if (c.res.status < 400 && /^\/(healthz|readyz)$/.test(c.req.path)) return
    log(c.res.status >= 500 ? 'error' : 'info', 'request', {
      requestId,
      method: c.req.method,
      path: c.req.path,
      status: c.res.status,
      ms: Math.round(performance.now() - startedAt),
      ...(c.var.userId === undefined ? {} : { userId: c.var.userId }),
      ...(c.error === undefined ? {} : { error: c.error.message }),
    })
  }
}
