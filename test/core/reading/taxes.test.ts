import { describe, expect, test } from 'vitest'
import { readReceipt } from '../../../src/core/reading/read-receipt.ts'
import { pageFromText } from '../../support/page-from-text.ts'

const taxOf = (text: string) => readReceipt([pageFromText(text)], { today: '2026-11-23' }).taxTotal

describe('the same tax in two rows', () => {
  test('is one tax printed twice where the total does not need the second', () => {
    expect(taxOf('Roast   20.00\nSubtotal   20.00\nTax   2.00\nTotal   22.00\nTax   2.00')).toBe('2.00')
  })

  test('is two taxes where only both lead to the total', () => {
    expect(taxOf('Roast   20.00\nResort Tax 4%   0.80\nTax 4%   0.80\nTotal   21.60')).toBe('1.60')
  })

  test('is one tax a night on the bill of a hotel', () => {
    const night = (date: string) =>
      `${date} Room   100.00\n${date} State Tax   6.00\n${date} City Tax   2.50\n`
    const folio = `${night('05-12-24')}${night('05-13-24')}Total Charges   217.00\nBalance Due   0.00`
    expect(taxOf(folio)).toBe('17.00')
  })
})

describe('tax lines of many tills', () => {
  test.each([
    ['a rate behind the letter and a hyphen', 'Total 1665.00\nA-16%   1,435.34   229.66', '229.66'],
    [
      'rate, gross and tax as an equation',
      'SUMME   39,40\n1: 7,0% v. 25,00 = 1,64\n2: 19,0% v. 14,40 = 2,30',
      '3.94',
    ],
    ['a percent sign apart', 'Total HTVA   308.74\nTVA 3 %   9.26\nTotal TTC EUR   318.00', '9.26'],
    [
      'small amounts behind letters',
      'おにぎり   1038\n缶ビール   246\n合計   ¥1,284\n(8%対象¥1,038 内消費税¥76)\n(10%対象¥246 内消費税¥22)',
      '98',
    ],
    ['Icelandic', 'Kleina   980\nSkyr   3.190\nSamtals ISK   4.170\nVSK 11%   413', '413'],
  ])('%s', (_name, text, tax) => {
    expect(taxOf(text)).toBe(tax)
  })
})
