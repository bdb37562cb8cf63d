import { describe, expect, test } from 'vitest'
import { cleanName } from '../../../src/core/reading/merchant-name.ts'
import { readReceipt } from '../../../src/core/reading/read-receipt.ts'
import { pageFromText } from '../../support/page-from-text.ts'

const today = '2026-11-23'
const merchantOf = (text: string) => readReceipt([pageFromText(text)], { today }).merchant

describe('the shop and the company behind it', () => {
  test.each([
    ['Indomaret', '^Indomaret\nPT INDOMARCO PRISMATAMA\nJL. ANCOL I NO.9-10, JAKARTA'],
    ['BAR CENTRALE', '^BAR CENTRALE\ndi Rossi M. & C. snc\nVia Garibaldi 18 - 40124 BOLOGNA'],
    ['JOLLIBEE', '^JOLLIBEE\nSM North EDSA Branch\nZenith Foods Corporation\nQuezon City, Philippines'],
    ['countdown', '^countdown\nPonsonby\n4 Williamson Ave, Grey Lynn'],
    ['HAXINCONE RESOURCES SDN BHD', '^FamilyMart\nHAXINCONE RESOURCES SDN BHD\nNo 3, Jalan Tun Razak'],
  ])('%s', (merchant, head) => {
    expect(merchantOf(`${head}\nMilk   1.20\nTotal   1.20`)).toBe(merchant)
  })

  test('slogans in quotes and lone quotation marks are left out', () => {
    expect(cleanName('BIEDRONKA "CODZIENNIE NISKIE CENY" 2231')).toBe('BIEDRONKA')
    expect(cleanName('SIA "RIMI LATVIA')).toBe('SIA RIMI LATVIA')
    expect(cleanName('SIA "RIMI LATVIA" Riga')).toBe('SIA "RIMI LATVIA" Riga')
  })
})

describe('a script that cannot be read', () => {
  test('gives no merchant made of look-alike letters', () => {
    const page = pageFromText('^EKAABENITHE\nKHOIZIAE OY\nTAAA   1.89\nEYNONO   1.89\n13/02/2024', {
      warnings: ['script_unsupported'],
    })
    const found = readReceipt([page], { today })
    expect([found.merchant, found.currency, found.notes]).toEqual([null, null, ['script_unsupported']])
  })

  test('keeps a chain that prints its name in Latin letters', () => {
    const page = pageFromText('^STARBUCKS\n201-81-21515\nouollIt T   4,500\nRnllI G   6,500', {
      warnings: ['script_unsupported'],
    })
    expect(readReceipt([page], { today }).merchant).toBe('STARBUCKS')
  })
})
