import { expect, it } from 'vitest'
import { dollarsPerReceipt } from '../../src/adapters/gemini-prices.ts'
import { planReading, type Reader } from '../../src/core/reading-plan.ts'

const free: Reader = {
  extractor: 'gemini',
  models: [
    { name: 'gemini-3.5-flash-lite', usedToday: 480 },
    { name: 'gemini-3.1-flash-lite', usedToday: 0 },
  ],
  perMinute: 15,
  perDay: 500,
  dollarsPerReceipt: 0,
}

it.each([
  [0, { minutes: 0, days: 0 }],
  [1, { minutes: 1, days: 1 }],
  [15, { minutes: 1, days: 1 }],
  [16, { minutes: 2, days: 1 }],
  // 20 are left of the first model, 500 of the second.
  [520, { minutes: 35, days: 1 }],
  [521, { minutes: 35, days: 2 }],
  [1521, { minutes: 35, days: 3 }],
])('%i extractions at 15 a minute and 500 a day for each of two models', (count, plan) => {
  expect(planReading(count, free)).toEqual({ extractions: count, dollars: '0.00', ...plan })
})

it('counts what is used of the day, and no more than there is', () => {
  const used = { ...free, models: [{ name: 'only', usedToday: 700 }] }
  expect(planReading(10, used)).toMatchObject({ minutes: 0, days: 2 })
})

it('knows what receipts cost on the paid tier, in whole cents and never too little', () => {
  const price = dollarsPerReceipt('gemini-3.5-flash-lite')
  expect(price).toBeCloseTo(0.0017, 4)
  const paid = { ...free, dollarsPerReceipt: price }
  expect(planReading(1, paid).dollars).toBe('0.01')
  expect(planReading(1000, paid).dollars).toBe('1.71')
  expect(planReading(3, { ...free, dollarsPerReceipt: dollarsPerReceipt('some-model') }).dollars).toBeNull()
})

it('says nothing of what it does not know', () => {
  expect(planReading(7, null)).toEqual({ extractions: 7, minutes: null, days: null, dollars: null })
})
