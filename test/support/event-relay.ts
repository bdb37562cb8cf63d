import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { S3Event } from './s3-events.ts'

export interface EventRelay {
  /** Where the bucket POSTs its notifications to. */
  url: string
  /** After how many milliseconds each notification is passed on, once for each entry; by default at once. */
  plan(deliveries: (count: number) => number[]): void
  /** Resolves when all that was planned is passed on. */
  close(): Promise<void>
}

/**
 * Stands between a bucket and the webhook of a backend, and is no better than a network: what the bucket
 * pushes arrives late, twice, in any order or not at all; the requests themselves stay as they are.
 */
export async function startEventRelay(options: {
  /** Where they belong; may change. */
  webhookUrl: () => string
  hear: (event: S3Event) => void
}): Promise<EventRelay> {
  let deliveries: (count: number) => number[] = () => [0]
  let count = 0
  const underWay: Promise<void>[] = []

  async function pass(delayMs: number, headers: IncomingHttpHeaders, body: Buffer<ArrayBuffer>) {
    await sleep(delayMs)
    const { authorization = '', 'content-type': type = 'application/json' } = headers
    // A backend that is away misses it: that is one more lost event.
    await fetch(options.webhookUrl(), {
      method: 'POST',
      headers: { authorization, 'content-type': type },
      body,
    }).catch(() => {})
  }

  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray())
    response.end()
    options.hear(JSON.parse(body.toString()))
    for (const delayMs of deliveries(++count)) underWay.push(pass(delayMs, request.headers, body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events/s3`,
    plan(planned) {
      deliveries = planned
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await Promise.all(underWay)
    },
  }
}
