import { describe, expect, it } from 'vitest'
import { findCardNumbers, maskCardNumbers } from '../../src/core/card-numbers.ts'
import { emptyExtraction } from '../../src/core/extraction.ts'
import { withoutCardNumbers } from '../../src/core/without-card-numbers.ts'

describe('card numbers', () => {
  // The networks' published test numbers.
  it.each([
    ['VISA 4111 1111 1111 1111 12/27', '4111111111111111', 'VISA **** **** **** 1111 12/27'],
    ['KARTE 4111111111111111 10', '4111111111111111', 'KARTE ************1111 10'],
    ['No. 17 5555-5555-5555-4444', '5555555555554444', 'No. 17 ****-****-****-4444'],
    ['AMEX 3782 822463 10005', '378282246310005', 'AMEX **** ****** *0005'],
    ['VISA4111 1111 1111 1111', '4111111111111111', 'VISA**** **** **** 1111'],
    ['2223003122003222', '2223003122003222', '************3222'],
    ['6011 1111 1111 1117 19.90', '6011111111111117', '**** **** **** 1117 19.90'],
    ['3530111333300000\n62 EUR', '3530111333300000', '************0000\n62 EUR'],
  ])('are found and masked in %j', (text, number, masked) => {
    expect(findCardNumbers(text)).toEqual([number])
    expect(maskCardNumbers(text)).toBe(masked)
  })

  it.each([
    ['masked', 'VISA ************1111, XXXX XXXX XXXX 1111, 411111XXXXXX1111, 4111 11** **** 1111'],
    ['of a wrong check digit', '4111 1111 1111 1112'],
    ['of no network: a barcode, a phone, an IMEI', '9783161484100 · 0049 30 1234 5678 90 · 490154203237518'],
    ['grouped like something else', '41 11111 1111111 11'],
    [
      'part of a word, an amount or a longer number',
      'X4111111111111111 4111111111111111,50 41111111111111110000',
    ],
    ['a filler', '0000 0000 0000 0000'],
  ])('are not seen in what is %s', (_, text) => {
    expect(findCardNumbers(text)).toEqual([])
    expect(maskCardNumbers(text)).toBe(text)
  })

  it('do not get into what is kept, and are noted', async () => {
    const text = 'CARD 4111 1111 1111 1111\nTOTAL 12.50'
    const extraction = { ...emptyExtraction(), text, receiptNumber: '4111111111111111', total: '12.50' }
    const extractor = withoutCardNumbers({
      extract: async () => ({
        extraction,
        extractor: 'test',
        model: 'test',
        promptVersion: '1',
        raw: { pages: [{ lines: [[1, 2, 3, 4, 99, text]] }] },
        tokensIn: null,
        tokensOut: null,
        durationMs: 1,
      }),
      close: async () => {},
    })
    const answer = await extractor.extract(
      { bytes: new Uint8Array(), contentType: 'image/jpeg' },
      { today: '2026-10-03' },
    )
    expect(JSON.stringify(answer)).not.toMatch(/4111.?1111/)
    expect(answer.extraction).toMatchObject({
      notes: ['card_number_shown'],
      receiptNumber: '************1111',
      total: '12.50',
    })
  })
})
