import { expect, test } from 'vitest'
import { nextQuotaDay } from '../../src/core/quota-day.ts'
import type { QuotaLimiter, QuotaLimits } from '../../src/core/quota-limiter.ts'

const hour = 3_600_000

/** What every limiter must do, whatever keeps its counts. `open` gives one with nothing counted yet. */
export function quotaLimiterContract(open: (limits: QuotaLimits) => Promise<QuotaLimiter>): void {
  test('grants as many calls at once as a window holds, then the next one a window later', async () => {
    const limiter = await open({ perMinute: 3, perDay: 100, windowMs: hour })
    const begins: number[] = []
    for (let i = 0; i < 7; i += 1) {
      const reservation = await limiter.reserve('a', 10 * hour)
      if (!reservation.granted) throw new Error('refused')
      begins.push(reservation.beginsAt.getTime())
    }
    expect(begins.slice(3)).toEqual([0, 1, 2, 3].map((i) => (begins[i] ?? 0) + hour))
  })

  test('counts nothing for those who will not wait', async () => {
    const limiter = await open({ perMinute: 1, perDay: 100, windowMs: hour })
    const first = await limiter.reserve('a', 0)
    if (!first.granted) throw new Error('refused')
    expect(first.waitMs).toBe(0)
    const free = new Date(first.beginsAt.getTime() + hour)
    expect(await limiter.reserve('a', 1000)).toEqual({ granted: false, retryAt: free, scope: 'minute' })
    expect(await limiter.reserve('a', 2 * hour)).toMatchObject({ granted: true, beginsAt: free })
  })

  test('parks what the day has no room for until the next one begins', async () => {
    const limiter = await open({ perMinute: 100, perDay: 2 })
    const midnight = nextQuotaDay(new Date())
    await limiter.reserve('a', 0)
    await limiter.reserve('a', 0)
    expect(await limiter.reserve('a', 0)).toEqual({ granted: false, retryAt: midnight, scope: 'day' })
    // The next day has room for two as well, and the one after.
    const begins: string[] = []
    for (let i = 0; i < 3; i += 1) {
      const reservation = await limiter.reserve('a', 72 * hour)
      if (reservation.granted) begins.push(reservation.beginsAt.toISOString())
    }
    expect(begins).toEqual([midnight, midnight, nextQuotaDay(midnight)].map((at) => at.toISOString()))
  })

  test('counts each model by itself', async () => {
    const limiter = await open({ perMinute: 1, perDay: 1 })
    expect(await limiter.reserve('a', 0)).toMatchObject({ granted: true })
    expect(await limiter.reserve('b', 0)).toMatchObject({ granted: true })
    expect(await limiter.reserve('a', 0)).toMatchObject({ granted: false })
  })

  test('believes the service when it refuses, and the longer refusal', async () => {
    const limiter = await open({ perMinute: 100, perDay: 100 })
    const soon = new Date(Date.now() + hour)
    const later = new Date(Date.now() + 2 * hour)
    await limiter.refused('a', soon, 'minute')
    expect(await limiter.reserve('a', 1000)).toEqual({ granted: false, retryAt: soon, scope: 'minute' })
    await limiter.refused('a', later, 'day')
    await limiter.refused('a', soon, 'minute')
    expect(await limiter.reserve('a', 1000)).toEqual({ granted: false, retryAt: later, scope: 'day' })
    expect(await limiter.reserve('b', 0)).toMatchObject({ granted: true })
  })

  test('serves many callers at once without a call too many or a place left empty', async () => {
    const limiter = await open({ perMinute: 10, perDay: 1000, windowMs: hour })
    const reservations = await Promise.all(Array.from({ length: 60 }, () => limiter.reserve('a', 24 * hour)))
    const begins = reservations
      .map((reservation) => (reservation.granted ? reservation.beginsAt.getTime() : Number.NaN))
      .sort((a, b) => a - b)
    for (let i = 10; i < begins.length; i += 1) {
      expect(begins[i]).toBe((begins[i - 10] ?? Number.NaN) + hour)
    }
  })
}
