import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import {
  currencies,
  currencyExponent,
  formatMoney,
  normalizeAmount,
  parseMinorUnits,
  toDecimal,
} from '../../src/core/money.ts'

const currency = fc.constantFrom(...currencies)
const minorUnits = fc.maxSafeInteger()

/** `1234567.89` with other signs between thousands and before the decimals. */
function written(decimal: string, thousands: string, point: string): string {
  const [whole = '', decimals] = decimal.replace('-', '').split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, thousands)
  const sign = decimal.startsWith('-') ? '-' : ''
  return sign + (decimals === undefined ? grouped : grouped + point + decimals)
}

describe('amounts in minor units', () => {
  it('come back from their decimal form, in every currency', () => {
    fc.assert(
      fc.property(minorUnits, currency, (units, code) => {
        const decimal = toDecimal(units, code)
        expect(decimal.split('.')[1]?.length ?? 0).toBe(currencyExponent(code))
        expect(parseMinorUnits(decimal, code)).toBe(units)
      }),
    )
  })

  it.each([
    ['1,234.50', ',', '.'],
    ['1.234,50', '.', ','],
    ['1 234,50', ' ', ','],
    ["1'234.50", "'", '.'],
    ['1\u202f234,50', '\u202f', ','],
  ])('come back from writing like %s', (_, thousands, point) => {
    fc.assert(
      fc.property(minorUnits, fc.constantFrom('EUR', 'USD', 'CHF'), (units, code) => {
        expect(parseMinorUnits(written(toDecimal(units, code), thousands, point), code)).toBe(units)
      }),
    )
  })

  it('are negative however that is written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), (units) => {
        const decimal = toDecimal(units, 'EUR')
        for (const text of [
          `-${decimal}`,
          `${decimal}-`,
          `(${decimal})`,
          `\u2212${decimal}`,
          `- ${decimal}`,
        ]) {
          expect(parseMinorUnits(text, 'EUR')).toBe(-units)
        }
      }),
    )
  })

  it('are safe integers or nothing, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), currency, (text, code) => {
        const units = parseMinorUnits(text, code)
        expect(units === null || Number.isSafeInteger(units)).toBe(true)
        // Minus zero would print as -0.
        expect(Object.is(units, -0)).toBe(false)
      }),
    )
  })
})

test.each([
  ['1.234', 'EUR', 123400],
  ['1.234', 'KWD', 1234],
  ['0.500', 'EUR', 50],
  ['12', 'JPY', 12],
  ['1,200', 'JPY', 1200],
  ['12.50', 'JPY', null],
  ['12.00', 'JPY', 12],
  ['12.345', 'USD', 1234500],
  ['1234.567', 'EUR', null],
  ['1,23,456.00', 'INR', 12345600],
  ['90071992547409.92', 'EUR', null],
  ['', 'EUR', null],
  ['abc', 'EUR', null],
  ['1.2.3', 'EUR', null],
  ['12.50 EUR', 'EUR', null],
])('%j in %s is %s', (text, code, units) => {
  expect(parseMinorUnits(text, code)).toBe(units)
})

it('has the decimals of ISO 4217 where they are not two', () => {
  const codes = ['JPY', 'KRW', 'ISK', 'UGX', 'EUR', 'HUF', 'IDR', 'COP', 'KWD', 'TND', 'CLF', 'UYW']
  expect(codes.map(currencyExponent)).toEqual([0, 0, 0, 0, 2, 2, 2, 2, 3, 3, 4, 4])
})

it('writes amounts for people', () => {
  expect(formatMoney({ minorUnits: 123456789, currency: 'EUR' })).toBe('1,234,567.89 EUR')
  expect(formatMoney({ minorUnits: -5, currency: 'USD' })).toBe('-0.05 USD')
  expect(formatMoney({ minorUnits: 1200, currency: 'JPY' })).toBe('1,200 JPY')
  expect(formatMoney({ minorUnits: 1, currency: 'KWD' })).toBe('0.001 KWD')
  expect(() => toDecimal(0.5, 'EUR')).toThrow('Not a whole number')
})

it('keeps an amount whose currency is unknown as it was read', () => {
  expect(normalizeAmount('44.000')).toBe('44000')
  expect(normalizeAmount('(12,50)')).toBe('-12.50')
  expect(normalizeAmount('0.00-')).toBe('0.00')
})
