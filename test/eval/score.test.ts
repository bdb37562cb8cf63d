import { describe, expect, test } from 'vitest'
import { type Extraction, emptyExtraction } from '../../src/core/extraction.ts'
import { receiptLabelSchema } from '../../src/eval/label.ts'
import { scoreReceipt } from '../../src/eval/score.ts'
import { flagging, reliability, share, summarize } from '../../src/eval/summary.ts'

const label = (fields: object) => receiptLabelSchema.parse({ id: 'one', ...fields })
const read = (fields: Partial<Extraction>): Extraction => ({ ...emptyExtraction(), ...fields })
const score = (wanted: object, got: Partial<Extraction>) =>
  scoreReceipt(label(wanted), { extraction: read(got) })

describe('scoring a receipt', () => {
  test('merchants are equal by letters and digits', () => {
    expect(
      score({ merchant: 'S.H.H. MOTOR SDN. BHD.' }, { merchant: 'SHH Motor Sdn Bhd' }).fields.merchant,
    ).toBe(true)
    const near = score({ merchant: 'OCEAN LC PACKAGING' }, { merchant: 'OCEAN IC PACKAGING' })
    expect([near.fields.merchant, near.merchantSimilar]).toEqual([false, true])
  })

  test('a short key must be contained', () => {
    const wanted = { merchant: 'ALDI', merchant_key: 'aldi' }
    expect(score(wanted, { merchant: 'Aldi GmbH & Co. KG' }).fields.merchant).toBe(true)
    expect(score(wanted, { merchant: 'Lidl' }).fields.merchant).toBe(false)
  })

  test('amounts are equal by value, however they are written', () => {
    expect(
      score({ total: '44000.0', currency: 'IDR' }, { total: '44000', currency: 'IDR' }).fields.total,
    ).toBe(true)
    expect(score({ total: '20.00' }, { total: '20.01' }).fields.total).toBe(false)
    expect(score({ total: '20.00' }, { total: null }).fields.total).toBe(false)
  })

  test('no tax is right where the tax is nothing', () => {
    expect(score({ tax: '0.00' }, { taxTotal: null }).fields.tax).toBe(true)
  })

  test('only labelled fields count, and a failure counts as wrong', () => {
    const wanted = { merchant: 'A', date: '2024-01-02', total: '5.00', labelled_fields: ['total'] }
    expect(score(wanted, { total: '5.00' })).toMatchObject({
      all: true,
      fields: { merchant: null, date: null },
    })
    const failed = scoreReceipt(label(wanted), { extraction: null, failure: 'broken' })
    expect(failed).toMatchObject({ all: false, fields: { total: false }, failure: 'broken' })
  })

  test('answers to what is not legible are invented', () => {
    const wanted = { total: '5.00', date: null, absent_fields: ['date'] }
    expect(score(wanted, { total: '5.00', purchaseDate: '2024-01-02' }).invented).toEqual(['date'])
    expect(score(wanted, { total: '5.00' }).invented).toEqual([])
  })

  test('line items are matched by price, each once', () => {
    const wanted = { items: [{ price: '22,000' }, { price: '22,000' }, { price: '5.000' }], currency: 'IDR' }
    const item = (amount: string) => ({ description: 'x', quantity: null, unitPrice: null, amount })
    const got = score(wanted, { items: [item('22000'), item('5000'), item('7000')] })
    expect(got.items).toEqual({ found: 3, labelled: 3, matched: 2 })
    expect(summarize([got]).items.f1).toBeCloseTo(2 / 3)
  })
})

describe('summing up', () => {
  test('Wilson intervals', () => {
    // Known values: 8 of 10 gives 0.490 to 0.943.
    const eight = share([...Array(8).fill(true), false, false, null])
    expect(eight).toMatchObject({ right: 8, n: 10, fraction: 0.8 })
    expect(eight.low).toBeCloseTo(0.49, 2)
    expect(eight.high).toBeCloseTo(0.943, 2)
    expect(share([null])).toMatchObject({ n: 0, fraction: null, low: null })
  })

  test('reliability and flagging follow the stated confidence', () => {
    const sure = score({ total: '1.00' }, { total: '1.00', confidence: { total: 0.97 } })
    const unsure = score({ total: '1.00' }, { total: '2.00', confidence: { total: 0.4 } })
    expect(reliability([sure, unsure], 'total')).toMatchObject([
      { from: 0, to: 0.5, n: 1, right: 0 },
      { from: 0.95, to: 1, n: 1, right: 1 },
    ])
    expect(flagging([sure, unsure], 'total', 0.9)).toMatchObject({
      wrong: { fraction: 1 },
      right: { fraction: 0 },
    })
  })
})
