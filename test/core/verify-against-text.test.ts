import { describe, expect, test } from 'vitest'
import { type Extraction, emptyExtraction } from '../../src/core/extraction.ts'
import { fieldsNotInText } from '../../src/core/verify-against-text.ts'

const check = (fields: Partial<Extraction>, ...lines: string[]) =>
  fieldsNotInText({ ...emptyExtraction(), ...fields }, lines)

describe('amounts', () => {
  test.each([
    ['1234.50', 'EUR', 'Summe 1.234,50 EUR'],
    ['1234.50', 'USD', 'TOTAL $1,234.50'],
    ['1234.50', 'PLN', 'SUMA 1 234,50 zł'],
    ['12.50', 'MYR', 'Total RM12. 50'],
    ['12.50', 'MYR', 'Total RM 1250'],
    ['12.00', 'EUR', 'Total 12 EUR'],
    ['12.5', 'EUR', 'Total 12,50'],
    ['10.80', 'EUR', 'Total lO.8O'],
    ['-5.00', 'EUR', 'Erstattung 5,00-'],
    ['1980', 'JPY', '合計 ¥1,980'],
    ['0.50', 'EUR', 'Total .50'],
  ])('%s %s stands in "%s"', (total, currency, line) => {
    expect(check({ total, currency }, 'Shop 1', line)).toEqual([])
  })

  test.each([
    ['12.50', 'EUR', 'Total 12,80'],
    ['112.50', 'EUR', 'Total 12,50'],
    ['12.50', 'EUR', 'Total 112,50'],
    ['30.00', 'EUR', 'Milk 10.00 Bread 20.00'],
  ])('%s %s does not stand in "%s"', (total, currency, line) => {
    expect(check({ total, currency }, line)).toEqual(['total'])
  })

  test('are each named', () => {
    const claimed = { total: '10.60', subtotal: '10.00', taxTotal: '0.60' }
    expect(check(claimed, 'Total 10.60 net 10.00')).toEqual(['taxTotal'])
  })

  test('that were not claimed are not missed, and without text nothing is', () => {
    expect(check({}, 'Total 12.80')).toEqual([])
    expect(check({ total: '12.50' })).toEqual([])
    expect(check({ total: '12.50' }, 'illegible', '…')).toEqual([])
  })
})

describe('the date', () => {
  test.each([
    '25/10/2026 12:34',
    '10-25-26',
    '2026-10-25T12:34:56',
    '25.10.26',
    '20261025',
    '251026',
    'Sun, Oct 25 2026',
    '25. Oktober 2026',
    '25 de octubre de 2026',
    '25 oct. 2026',
    '25-OKT-26',
    '25/lO/2O26',
    '25/10/2569',
    'Date:25/10/202612:34',
  ])('2026-10-25 stands in "%s"', (line) => {
    expect(check({ purchaseDate: '2026-10-25' }, 'No 7', line)).toEqual([])
  })

  test.each(['25/11/2026', '26/10/2026', '25/10/2025', '25 November 2026', 'Table 25 10 guests', '10:25'])(
    '2026-10-25 does not stand in "%s"',
    (line) => {
      expect(check({ purchaseDate: '2026-10-25' }, line)).toEqual(['purchaseDate'])
    },
  )
})
