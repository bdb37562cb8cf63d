import { describe, expect, it } from 'vitest'
import { expenseFromExtraction } from '../../src/core/expense-from-extraction.ts'
import { type Extraction, emptyExtraction } from '../../src/core/extraction.ts'

const today = '2026-11-23'
const complete = {
  merchant: 'Corner Café',
  purchaseDate: '2026-10-03',
  currency: 'EUR',
  total: '12.50',
} satisfies Partial<Extraction>

const expenseOf = (fields: Partial<Extraction>) =>
  expenseFromExtraction({ ...emptyExtraction(), ...fields }, today)

describe('an expense', () => {
  it('has its amounts in minor units of its currency', () => {
    expect(expenseOf({ ...complete, tip: '1' })).toMatchObject({
      total: { minorUnits: 1250, currency: 'EUR' },
      tip: { minorUnits: 100, currency: 'EUR' },
      reviewReasons: [],
    })
    expect(expenseOf({ ...complete, currency: 'JPY', total: '1,200' }).total).toEqual({
      minorUnits: 1200,
      currency: 'JPY',
    })
  })

  it('invents nothing', () => {
    expect(expenseOf({})).toMatchObject({
      merchant: null,
      purchaseDate: null,
      currency: null,
      total: null,
      totalText: null,
      category: null,
      items: [],
      reviewReasons: ['merchant_missing', 'date_missing', 'total_missing', 'currency_missing'],
    })
  })

  it('keeps a total whose currency is unknown as text, and as no amount', () => {
    const { total, totalText, reviewReasons } = expenseOf({ ...complete, currency: null })
    expect({ total, totalText, reviewReasons }).toEqual({
      total: null,
      totalText: '12.50',
      reviewReasons: ['currency_missing'],
    })
    expect(expenseOf({ ...complete, currency: 'XXX' }).currency).toBe(null)
  })

  it('takes no date that does not exist, and asks about one to come', () => {
    expect(expenseOf({ ...complete, purchaseDate: '2026-02-30' })).toMatchObject({
      purchaseDate: null,
      reviewReasons: ['date_missing'],
    })
    expect(expenseOf({ ...complete, purchaseDate: '2026-11-24' }).reviewReasons).toEqual(['date_in_future'])
    expect(expenseOf({ ...complete, purchaseDate: today }).reviewReasons).toEqual([])
  })

  it('asks about a total that is no amount in its currency', () => {
    expect(expenseOf({ ...complete, currency: 'JPY' })).toMatchObject({
      total: null,
      reviewReasons: ['total_missing'],
    })
  })

  it('asks about sums that differ, and corrects nothing', () => {
    const expense = expenseOf({
      ...complete,
      subtotal: '10.00',
      tip: '2.00',
      cashGiven: '20',
      changeGiven: '8',
    })
    expect(expense.total).toEqual({ minorUnits: 1250, currency: 'EUR' })
    expect(expense.reviewReasons).toEqual(['sum_mismatch', 'payment_mismatch'])
    expect(expense.checks.map((check) => check.passed)).toEqual([false, false])
  })

  it('does not ask about line items where cash and change prove the total', () => {
    const items = [{ description: 'Tea', quantity: null, unitPrice: null, amount: '4.00' }]
    expect(expenseOf({ ...complete, items }).reviewReasons).toEqual(['sum_mismatch'])
    const paid = expenseOf({ ...complete, items, cashGiven: '20.00', changeGiven: '7.50' })
    expect(paid.reviewReasons).toEqual([])
    expect(paid.checks.map(({ name, passed }) => [name, passed])).toEqual([
      ['items', false],
      ['payment', true],
    ])
  })

  it('of a refund is negative', () => {
    expect(expenseOf({ ...complete, documentType: 'refund', total: '-12.50' }).total?.minorUnits).toBe(-1250)
  })

  it('hands on what the reader noticed, once', () => {
    expect(
      expenseOf({ ...complete, notes: ['date_ambiguous', 'date_ambiguous', 'multiple_receipts'] })
        .reviewReasons,
    ).toEqual(['date_ambiguous', 'multiple_receipts'])
    expect(expenseOf({ ...complete, confidence: { total: 0.05 } }).reviewReasons).toEqual(['low_confidence'])
  })
})
