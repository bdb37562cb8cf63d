import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import sharp from 'sharp'
import { beforeAll, expect, test } from 'vitest'
import { up } from '../../migrations/0010-quota.ts'
import { createGeminiExtractor } from '../../src/adapters/gemini-extractor.ts'
import { createPostgresQuotaLimiter } from '../../src/adapters/postgres-quota-limiter.ts'
import type { QuotaLimiter } from '../../src/core/quota-limiter.ts'
import { overloaded } from '../support/gemini-replies.ts'
import { answerFor, startGeminiServer } from '../support/gemini-server.ts'
import { createTestDatabase } from '../support/postgres.ts'

const connection = await createTestDatabase()
const open = () =>
  new Kysely<unknown>({ dialect: new PostgresDialect({ pool: new pg.Pool({ ...connection, max: 5 }) }) })

const perWindow = 10
const windowMs = 1000
const windows = 4

beforeAll(async () => {
  const db = open()
  await up(db)
  await db.destroy()
})

test('forty workers on four pools never exceed a quota, and none waits while there is room, repetitions included', async () => {
  const bytes = await sharp({ create: { width: 20, height: 20, channels: 3, background: 'white' } })
    .jpeg()
    .toBuffer()
  // Each tenth request fails and is repeated, at the cost of one more call.
  const server = await startGeminiServer({
    answer: ({ number, sha256 }) => (number % 10 === 0 ? overloaded : answerFor(sha256)),
  })
  const pools = Array.from({ length: 4 }, open)
  const reserved: { beginsAt: number; waited: boolean }[] = []
  let goingOn = true

  async function work(limiter: QuotaLimiter): Promise<void> {
    const extractor = createGeminiExtractor({
      apiKey: server.apiKey,
      baseUrl: server.url,
      limiter,
      maxWaitMs: 60_000,
      backoffMs: 1,
      prepareImage: async () => [{ bytes, mimeType: 'image/jpeg' }],
    })
    while (goingOn) {
      // Three failures in a row end a receipt; the worker goes on with the next one.
      await extractor.extract({ bytes, contentType: 'image/jpeg' }, { today: '2026-11-23' }).catch(() => null)
      goingOn = goingOn && server.calls.length < perWindow * windows
    }
  }

  await Promise.all(
    pools.flatMap((db) => {
      const limiter = createPostgresQuotaLimiter(db, { perMinute: perWindow, perDay: 100_000, windowMs })
      const watched: QuotaLimiter = {
        refused: limiter.refused,
        async reserve(model, maxWaitMs) {
          const reservation = await limiter.reserve(model, maxWaitMs)
          if (reservation.granted) {
            reserved.push({ beginsAt: reservation.beginsAt.getTime(), waited: reservation.waitMs > 0 })
          }
          return reservation
        },
      }
      return Array.from({ length: 10 }, () => work(watched))
    }),
  )
  await Promise.all([server.close(), ...pools.map((db) => db.destroy())])

  reserved.sort((a, b) => a.beginsAt - b.beginsAt)
  // Every call the service saw had been reserved, and none came before its time (timers may be 1 ms early).
  expect(server.calls).toHaveLength(reserved.length)
  for (const [i, { at }] of server.calls.entries()) {
    expect(at).toBeGreaterThanOrEqual((reserved[i]?.beginsAt ?? 0) - 1)
  }
  const afterEarlier = reserved
    .slice(perWindow)
    .map(({ beginsAt, waited }, i) => ({ gapMs: beginsAt - (reserved[i]?.beginsAt ?? 0), waited }))
  // Never over: the call `perWindow` places later begins a whole window later.
  for (const { gapMs } of afterEarlier) expect(gapMs).toBeGreaterThanOrEqual(windowMs)
  // Used fully: whoever was told to wait begins as soon as there is room, however slow this machine is.
  const waiting = afterEarlier.filter(({ waited }) => waited)
  expect(waiting.length).toBeGreaterThan(0)
  for (const { gapMs } of waiting) expect(gapMs).toBeLessThanOrEqual(windowMs + 2)
})
