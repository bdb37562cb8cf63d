import { describe, expect, test } from 'vitest'
import { readReceipt } from '../../../src/core/reading/read-receipt.ts'
import { pageFromText } from '../../support/page-from-text.ts'

const read = (text: string) => readReceipt([pageFromText(text)], { today: '2026-11-23' })
const amounts = (text: string) => read(text).items.map((item) => item.amount)

describe('items', () => {
  test('a sum of the rows above is none', () => {
    expect(amounts('\nCorner Shop\nMilk   1.20\nBread   2.30\nCarried over   3.50\nTotal   3.50')).toEqual([
      '1.20',
      '2.30',
    ])
  })

  test('a number larger than all that was paid is none', () => {
    const text =
      '\nTienda S.A.\nBOLETA 411882310\nLECHE   1.290\nVINO   3.490\nTOTAL $   4.780\nTARJETA   4.780'
    expect(amounts(text)).toEqual(['1290', '3490'])
  })

  test('figures of the head are none where the others add up without them', () => {
    const text = '\nBOLT Kft.\nGaray u. 450\nSAJT   899\nVAJ   1 299\nÖSSZESEN:   2 198 Ft'
    expect(amounts(text)).toEqual(['899', '1299'])
  })

  test('a row with count, price and product is one, whatever the count is called', () => {
    const text = [
      'S-MARKET',
      'LEIPÄ           2,09',
      'MAITO KEVYT',
      '2 KPL   2,99    5,98',
      'YHTEENSÄ        8,07',
    ].join('\n')
    expect(amounts(text)).toEqual(['2.09', '5.98'])
  })

  test('a tax code behind the currency sign is no amount', () => {
    const text = '\nBOUCHERIE\nBAGUETTE   2,35 €   1\nPOULET   6,90 €   2\nTOTAL   9,25 €'
    expect(amounts(text)).toEqual(['2.35', '6.90'])
  })
})

describe('the total', () => {
  test('is unknown where nothing names it and nothing adds up to it', () => {
    expect(read('\nCorner Shop\nMilk   £1.55\nChicken   £4.25\nPasta   £0.75').total).toBeNull()
  })

  test('holds the tip that was paid', () => {
    const text =
      '\nCantina\nTacos   24.00\nSubtotal   24.00\nTax   1.98\nTotal   25.98\nTip   5.00\nAmount paid   30.98'
    expect(read(text).total).toBe('30.98')
  })

  test('holds no tip that is only suggested', () => {
    const text = '\nCantina\nTacos   24.00\nTotal   24.00\nTip 15%   3.60\nTip 20%   4.80\nThank you'
    expect(read(text).total).toBe('24.00')
  })
})

describe('a receipt whose phrases cannot be read', () => {
  const rows = [
    'Uiwu lnauiu    45.00',
    'niwIuu         38.00',
    'dnonww         59.00',
    'uoqns         142.00',
    'wuao          200.00',
    'nou            58.00',
  ]

  test('has its total where the rows above make it, and its items above that', () => {
    const found = read(['CP ALL', 'TAX 0107542000011', 'uinwu', ...rows].join('\n'))
    expect(found.total).toBe('142.00')
    expect(found.items.map((item) => item.amount)).toEqual(['45.00', '38.00', '59.00'])
  })

  test('has none where no rows make it', () => {
    expect(read(['CP ALL', 'TAX 0107542000011', 'uinwu', ...rows.slice(0, 3)].join('\n')).total).toBeNull()
  })
})
