import { describe, expect, test } from 'vitest'
import { readReceipt } from '../../../src/core/reading/read-receipt.ts'
import { pageFromText } from '../../support/page-from-text.ts'
import { tradeReceipts } from '../../support/trade-receipts.ts'
import { worldReceipts } from '../../support/world-receipts.ts'

const today = '2026-11-23'

describe('receipts of many countries and trades', () => {
  test.each([...worldReceipts, ...tradeReceipts].map((receipt) => [receipt.name, receipt] as const))(
    '%s',
    (_name, receipt) => {
      const { expected } = receipt
      const found = readReceipt([pageFromText(receipt.text)], { today })
      const asked = Object.fromEntries(
        Object.keys(expected).map((field) => [
          field,
          field === 'items' ? found.items.map((item) => item.amount) : found[field as keyof typeof found],
        ]),
      )
      expect(asked).toEqual(expected)
    },
  )
})

describe('what the text does not show', () => {
  test('stays null', () => {
    const found = readReceipt([pageFromText('\nCorner Shop\nMilk   1.20\nBread   2.30')], { today })
    expect(found.purchaseDate).toBeNull()
    expect(found.currency).toBeNull()
    expect(found.taxTotal).toBeNull()
    expect(found.receiptNumber).toBeNull()
  })

  test.each([
    [0.79, ['unreadable']],
    [0.81, []],
  ])('lines of which none is more certain than %f make it %j', (confidence, notes) => {
    const page = pageFromText('Corner Shop\nMilk   1.20\nBread   2.30\nTOTAL   3.50 EUR')
    const lines = page.lines.map((line) => ({ ...line, confidence }))
    expect(readReceipt([{ ...page, lines }], { today }).notes).toEqual(notes)
  })

  test('an empty page is unreadable, not a receipt of nothing', () => {
    const found = readReceipt([pageFromText('')], { today })
    expect(found.notes).toEqual(['unreadable'])
    expect([found.merchant, found.total, found.currency, found.purchaseDate]).toEqual([
      null,
      null,
      null,
      null,
    ])
  })

  test('an open order of day and month is told, with the other reading', () => {
    const text = '\nCorner Shop\n04/05/2024\nMilk   1.20\nTotal   1.20'
    const found = readReceipt([pageFromText(text)], { today })
    expect([found.purchaseDate, found.purchaseDateAlternative].sort()).toEqual(['2024-04-05', '2024-05-04'])
    expect(found.notes).toContain('date_ambiguous')
    const american = readReceipt([pageFromText(text)], { today, homeCountry: 'US' })
    expect(american.purchaseDate).toBe('2024-04-05')
    expect(american.purchaseDateAlternative).toBeNull()
    expect(american.notes).not.toContain('date_ambiguous')
  })
})

test('two taxes of one rate that share it in halves are added', () => {
  const text = [
    'Reliance Fresh',
    'GSTIN 27AABCR1718E1ZT',
    'Total Amount   412.00',
    'GST%   Taxable   CGST   SGST',
    '5.00   285.71   7.14   7.14',
    '12.00   100.00   6.00   6.00',
  ].join('\n')
  expect(readReceipt([pageFromText(text)], { today }).taxTotal).toBe('26.28')
})
