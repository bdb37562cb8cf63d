import { describe, expect, test } from 'vitest'
import { readReceipt } from '../../../src/core/reading/read-receipt.ts'
import { pageFromText } from '../../support/page-from-text.ts'

const read = (text: string) => readReceipt([pageFromText(text)], { today: '2026-11-23' })

describe('currency from what only one country prints', () => {
  test.each([
    ['SGD', 'GST Reg No: 20-0301881-N', '13.80'],
    ['NZD', 'GST 84-118-442\nEFTPOS   13.80', '13.80'],
    ['VND', 'Thue GTGT 10%', '134.000'],
    ['IDR', 'QRIS   54.000', '54.000'],
    ['CNY', '应付   128.60\n实收   130.00', '128.60'],
    ['BGN', 'ОБЩА СУМА ЛВ', '13.80'],
    ['CZK', 'Celkem 13,80 Kč', '13,80'],
    ['BRL', 'CNPJ 44.556.677/0001-10\nTroco RS 0,00', '13,80'],
    ['MXN', 'RFC CLU981122AB3\nGuadalajara, Jal. CP 44100\nSUBTOTAL $11.90', '$13.80'],
    ['HKD', '合計 HKS 13.80', '13.80'],
    ['THB', 'TAX ID 0107542000011\nVAT 7% 0.90', '13.80'],
    ['MAD', 'dont TVA 10% 1,25\nTotal TTC 13,80 DH', '13,80'],
    ['UYU', 'RUT 211122330014\nAv. Brasil 2811, Montevideo', '$13,80'],
    ['CLP', 'RUT: 76.112.233-4', '$13.800'],
    ['TWD', '電子發票證明聯', '139'],
    ['USD', 'Tip $2.00\nNYC', '$13.80'],
    ['USD', '7850 SW Dartmouth St\nTigard, OR 97223', '$13.80'],
    ['USD', 'Boise, ID 83702\nRM 204   Cashier: RON', '$13.80'],
    ['USD', 'Boise, ID 83702\nROMA TOMATOES   1.20\nBOLOGNA SLICED   3.10', '$13.80'],
    ['GBP', 'VAT 277 5541 90', '13.80'],
    ['GBP', 'Market Square, Richmond DL104QN', '13.80'],
    ['SGD', 'NETS   5$13.80', '5$13.80'],
    ['EUR', 'VAT No. IE8F44182N\n12:16 2217 008 1142 0041', '13.80'],
    ['KES', 'PIN: P051144882K', '1,380.00'],
    ['ZAR', 'VAT NO 4610128842', '13.80'],
    ['NGN', 'POS   #18,650.00', '#18,650.00'],
    ['RON', 'TOTAL LEI   13.80', '13.80'],
    ['THB', 'LOTUS GARDEN SPA\nChiang Mai 50200', '13.80'],
  ])('%s by %s', (currency, row, total) => {
    expect(read(`\nShop 88\n${row}\nTotal   ${total}`).currency).toBe(currency)
  })
})

describe('a total in two currencies', () => {
  test('is the one that is named first', () => {
    const text = '\nBar & Grill Sofia\nTOTAL BGN   46.94\nTOTAL EUR   24.00\nCASH   50.00\nCHANGE   3.06'
    expect([read(text).currency, read(text).total]).toEqual(['BGN', '46.94'])
  })

  test('is what was charged, not what it is in the money of the card', () => {
    const text = '\nHOTEL MIRAMAR\nMalaga\nIMPORTE EUR   180,00\n1 EUR = 1.1632 USD\nTotal en USD   209,38'
    expect([read(text).currency, read(text).total]).toEqual(['EUR', '180.00'])
  })
})
