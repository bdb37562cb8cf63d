import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { createAdaptorServer } from '@hono/node-server'
import { ExpensaError } from '../core/errors.ts'
import type { App } from '../http/app.ts'

export interface Listening {
  url: string
  /** Takes no new requests, lets those under way finish, and cuts what has not after `graceMs`. */
  close(graceMs?: number): Promise<void>
}

/** Puts the app on a port, with limits on how long a request may take to arrive. Port 0 takes a free one. */
export async function listen(app: App, host: string, port: number): Promise<Listening> {
  const server = createAdaptorServer({
    fetch: app.fetch,
    serverOptions: { requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 65_000 },
  }) as Server
  // Proxies hold connections open for a minute; the one who closes first must be them.
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(cannotListen(cause, host, port)))
    server.listen(port, host, resolve)
  })
  const address = server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    async close(graceMs = 10_000) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      const cut = new AbortController()
      await Promise.race([closed, sleep(graceMs, undefined, { signal: cut.signal }).catch(() => {})])
      cut.abort()
      server.closeAllConnections()
      await closed
    },
  }
}

function cannotListen(cause: NodeJS.ErrnoException, host: string, port: number): ExpensaError {
  const reason = cause.code === 'EADDRINUSE' ? 'something else listens there' : cause.message
  return new ExpensaError('invalid_config', `The backend cannot listen on ${host}:${port}: ${reason}.`, {
    hint: 'Set EXPENSA_PORT and EXPENSA_HOST to a free port and an address of this machine.',
    cause,
  })
}
