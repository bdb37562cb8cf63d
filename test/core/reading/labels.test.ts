import { describe, expect, test } from 'vitest'
import { findLabels } from '../../../src/core/reading/labels.ts'

const kinds = (text: string) => findLabels(text).map((label) => label.kind)

describe('key phrases', () => {
  test.each([
    ['TOTAL', ['total']],
    ['Tota.... 96,000', ['total']],
    ['Grand Total', ['grandTotal']],
    ['GRANDTOTAL: 12.00', ['grandTotal']],
    ['TOTALRM', ['total']],
    ['SUB-TOTAL', ['subtotal']],
    ['Total Items 3', ['count']],
    ['Zu zahlen EUR', ['grandTotal']],
    ['Rückgeld', ['change']],
    ['RUCKGELD', ['change']],
    ['TOTALE COMPLESSIVO', ['grandTotal']],
    ['Do zapłaty', ['grandTotal']],
    ['合 計', ['total']],
    ['お釣り', ['change']],
    ['รวมทั้งสิ้น', ['grandTotal']],
    ['ИТОГО', ['total']],
    ['JUMLAH BESAR', ['grandTotal']],
  ])('%s', (text, expected) => {
    expect(kinds(text)).toEqual(expected)
  })

  test('recognition errors are forgiven in longer phrases', () => {
    expect(kinds('T0TAL')).toEqual(['total'])
    expect(kinds('TOTA1 PAYARLE')).toEqual(['grandTotal'])
    expect(kinds('Rounding Adjustrment')).toEqual(['rounding'])
  })

  test.each([
    'Hotel',
    'ChickPesto',
    'Internet',
    'Taxi',
    'Consumer',
    'Gesamtschule',
    'Cashew nuts',
    'AA BATT 40',
  ])('no sum is named by %s', (text) => {
    const sums = ['total', 'grandTotal', 'subtotal', 'tax', 'cash', 'change', 'net', 'discount']
    expect(kinds(text).filter((kind) => sums.includes(kind))).toEqual([])
  })

  test('excluding is not including', () => {
    expect(kinds('Total excl')).toEqual(['subtotal'])
    expect(kinds('Total incl')).toEqual(['grandTotal'])
    expect(kinds('(lnclusive)')).toEqual(['including'])
    expect(kinds('(Exeluding)')).toEqual(['excluding'])
    expect(kinds('(Fxcluding)')).toEqual(['excluding'])
  })

  test('a short word of a phrase must be right', () => {
    expect(kinds('Total (Eat In)')).toEqual(['total'])
  })
})
