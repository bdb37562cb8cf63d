import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { up } from '../../migrations/0010-quota.ts'
import { createPostgresQuotaLimiter } from '../../src/adapters/postgres-quota-limiter.ts'
import { quotaLimiterContract } from '../contract/quota-limiter.ts'
import { createTestDatabase } from '../support/postgres.ts'

const connection = await createTestDatabase()
const db = new Kysely<unknown>({
  dialect: new PostgresDialect({ pool: new pg.Pool({ ...connection, max: 10 }) }),
})
beforeAll(() => up(db))
beforeEach(() => sql`truncate quota_calls, quota_days, quota_models`.execute(db))
afterAll(() => db.destroy())

quotaLimiterContract(async (limits) => createPostgresQuotaLimiter(db, limits))

test('tells what a model has used and until when it is blocked', async () => {
  const limiter = createPostgresQuotaLimiter(db, { perMinute: 10, perDay: 20 })
  expect(await limiter.state('a')).toEqual({ usedToday: 0, perDay: 20, blockedUntil: null })
  const until = new Date(Date.now() + 60_000)
  await limiter.reserve('a', 0)
  await limiter.refused('a', until, 'minute')
  expect(await limiter.state('a')).toEqual({ usedToday: 1, perDay: 20, blockedUntil: until })
})

test('forgets calls that no longer count, but not the sum of the day', async () => {
  const limiter = createPostgresQuotaLimiter(db, { perMinute: 5, perDay: 100, windowMs: 1 })
  for (let i = 0; i < 20; i += 1) await limiter.reserve('a', 1000)
  const { rows } = await sql<{ kept: number }>`select count(*)::int as kept from quota_calls`.execute(db)
  expect(rows[0]?.kept).toBeLessThan(20)
  expect((await limiter.state('a')).usedToday).toBe(20)
})
