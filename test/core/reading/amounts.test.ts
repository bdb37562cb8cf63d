import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { amountsInRow, amountText, guessAmount, looksLikeMoney } from '../../../src/core/reading/amounts.ts'
import { decideNumberStyle, type NumberStyle, parseNumber } from '../../../src/core/reading/number-style.ts'
import { groupRows, type Row } from '../../../src/core/reading/rows.ts'
import { pageFromText } from '../../support/page-from-text.ts'

const rowsOf = (text: string) => groupRows([pageFromText(text)])
const rowOf = (text: string) => rowsOf(text)[0] as Row
const point: NumberStyle = { decimal: '.', decimals: 2, spaceGroups: false, bareNumbers: true }
const comma: NumberStyle = { ...point, decimal: ',' }
const values = (text: string, style: NumberStyle = point) =>
  amountsInRow(rowOf(text), style)
    .filter((amount) => looksLikeMoney(amount, style))
    .map((amount) => amount.value)

describe('how a receipt writes numbers', () => {
  test.each([
    ['12.50\n3.00', null, { decimal: '.', decimals: 2 }],
    ['12,50\n1.234,00', null, { decimal: ',', decimals: 2 }],
    ['58.000\n165.000', null, { decimal: ',', decimals: 0 }],
    ['58,000\n165,000\n10.00%', null, { decimal: '.', decimals: 0 }],
    ['NET SALES  25000\nTAX  2500\nAMOUNT DUE  27500', null, { decimals: 0 }],
    ['1.459 EUR/L\n47,43\n47,43', null, { decimal: ',', decimals: 2 }],
    ['0.350\n1.275', 3, { decimal: '.', decimals: 3 }],
    ['1 234,50\n20,00', null, { decimal: ',', decimals: 2, spaceGroups: true }],
  ] as const)('%j', (text, hint, expected) => {
    expect(decideNumberStyle(rowsOf(text), hint)).toMatchObject(expected)
  })
})

describe('amounts in a row', () => {
  test.each([
    ['TOTAL 12.50', [12_500]],
    ['Cash RM50.00 Change RM 37.70', [50_000, 37_700]],
    ['LEERGUT 0.25-', [-250]],
    ['MFR COUPON 3.00-T', [-3_000]],
    ['2: 19.0% of 14.40 = 2.30', [14_400, 2_300]],
    ['TVA 3 % 9.26', [9_260]],
    ['DISCOUNT (1.20)', [-1_200]],
    ['REFUND -$5.00', [-5_000]],
    ['Total $ .99', [990]],
    ['Total 12 .50', [12_500]],
    ['Total 1O.5O', [10_500]],
    ['Tel 03-7880 5750', []],
    ['24/03/2018 18:10', []],
    ['************1234', []],
    ['2/4.00', []],
    ['TOTAL #18,650.00', [18_650_000]],
  ])('%s', (text, expected) => {
    expect(values(text)).toEqual(expected)
  })

  test('blanks group thousands only on receipts that do so', () => {
    expect(values('1 234,50', { ...comma, spaceGroups: true })).toEqual([1_234_500])
    expect(values('1 234,50', comma)).toEqual([234_500])
  })

  test('the X of a taxed item at the end of a row measures nothing', () => {
    expect(amountsInRow(rowOf('CHARGER 9.88 X'), point).map((a) => a.measure)).toEqual([false])
    expect(amountsInRow(rowOf('VOLUME 9.88 L'), point).map((a) => a.measure)).toEqual([true])
  })

  test('percentages and measures are told apart from money', () => {
    const [rate, weight] = amountsInRow(rowOf('6% 0.543 kg'), point)
    expect([rate?.percent, weight?.measure]).toEqual([true, true])
  })
})

describe('properties', () => {
  const grouped = (whole: number, separator: string) => String(whole).replace(/\B(?=(\d{3})+$)/g, separator)

  test('an amount is the same in every local form', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_999_999 }), fc.integer({ min: 0, max: 99 }), (whole, cents) => {
        const decimals = String(cents).padStart(2, '0')
        const value = whole * 1000 + cents * 10
        expect(parseNumber(`${grouped(whole, ',')}.${decimals}`, point)?.value).toBe(value)
        expect(parseNumber(`${grouped(whole, '.')},${decimals}`, comma)?.value).toBe(value)
        expect(parseNumber(`${grouped(whole, "'")}.${decimals}`, point)?.value).toBe(value)
        expect(parseNumber(`${grouped(whole, ' ')},${decimals}`, comma)?.value).toBe(value)
      }),
    )
  })

  test('writing and reading an amount gives it back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -999_999_999, max: 999_999_999 }), (value) => {
        expect(Math.round(Number(amountText(value, 2)) * 1000)).toBe(value)
      }),
    )
  })

  test('no text breaks the reader or gives an unsafe number', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        for (const row of rowsOf(text)) {
          for (const amount of amountsInRow(row, point)) expect(Number.isSafeInteger(amount.value)).toBe(true)
        }
      }),
    )
  })
})

test('a lost decimal point is guessed where it can only be lost', () => {
  expect(guessAmount(rowOf('CHANGE 13 15'), 6, point)?.value).toBe(13_150)
  expect(guessAmount(rowOf('TOTAL 1315'), 5, point)?.value).toBe(13_150)
  expect(guessAmount(rowOf('TOTAL 22-60'), 5, point)?.value).toBe(22_600)
  expect(guessAmount(rowOf('TOTAL 12'), 5, { ...point, decimals: 0 })).toBeNull()
  expect(guessAmount(rowOf('TOTAL 261-333'), 5, { ...point, decimals: 0 })?.value).toBe(261_333_000)
})

test('two amounts without a blank between them are two', () => {
  expect(values('POCAI 111,000222,000', { ...point, decimal: ',', decimals: 0 })).toEqual([
    111_000_000, 222_000_000,
  ])
  expect(values('TEH 4.609.20')).toEqual([4_600, 9_200])
  expect(values('ROLLER 12.5025.00')).toEqual([12_500, 25_000])
  // Not two but one, with a separator misread.
  expect(values('TOTAL 6.270.00')).toEqual([6_270_000])
})

test('a code that leads a description is no amount, an amount glued to a misread word is one', () => {
  expect(values('1001-Choco Bun')).toEqual([])
  expect(values('Grand Tota1RM51.30')).toEqual([51_300])
  expect(values('8.50-')).toEqual([-8_500])
})
