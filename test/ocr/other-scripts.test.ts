import { readFileSync } from 'node:fs'
import sharp from 'sharp'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { readReceipt } from '../../src/core/reading/read-receipt.ts'
import { type Models, openModels } from '../../src/ocr/models.ts'
import { readDocument } from '../../src/ocr/read-document.ts'
import { sampleReceipt } from '../support/receipts.ts'

// Text recognition needs seconds of a core, and the machine may be busy.
vi.setConfig({ testTimeout: 120_000 })

const picture = (name: string) => readFileSync(new URL(`../fixtures/documents/${name}`, import.meta.url))
let models: Models

beforeAll(async () => {
  models = await openModels(1)
})

async function readPages(bytes: Uint8Array) {
  const { pages } = await readDocument({ bytes, contentType: 'image/jpeg' }, async () => models)
  return pages
}

describe('a receipt in another script', () => {
  it('is read in Japanese, kana and all', async () => {
    const pages = await readPages(picture('japanese.jpg'))
    expect(pages[0]?.warnings).toEqual([])
    const read = readReceipt(pages, { today: '2026-01-01' })
    expect(read).toMatchObject({
      ...{ merchant: 'スーパーさくら屋', purchaseDate: '2024-11-03', currency: 'JPY', total: '2400' },
      ...{ subtotal: '2209', taxTotal: '191', cashGiven: '3000', changeGiven: '600', notes: [] },
    })
    expect(read.taxLines.map(({ rate, amount }) => [rate, amount])).toEqual([
      ['8', '119'],
      ['10', '72'],
    ])
    expect(read.items.map(({ description }) => description)).toEqual(
      expect.arrayContaining([expect.stringContaining('ほうれん草'), expect.stringContaining('ヨーグルト')]),
    )
  })

  it('is read in Korean, with the digits of the main recogniser', async () => {
    const pages = await readPages(picture('korean.jpg'))
    expect(pages[0]?.warnings).toEqual([])
    const read = readReceipt(pages, { today: '2026-01-01' })
    expect(read).toMatchObject({
      ...{ merchant: '하나로마트 양재점', purchaseDate: '2024-10-19', currency: 'KRW', total: '41230' },
      ...{ taxTotal: '2130', cashGiven: '50000', changeGiven: '8770', notes: [] },
    })
    expect(read.text).toContain('214-85-33445')
  })

  it('is read in Russian', async () => {
    const pages = await readPages(picture('cyrillic.jpg'))
    expect(pages[0]?.warnings).toEqual([])
    expect(readReceipt(pages, { today: '2026-01-01' })).toMatchObject({
      ...{
        merchant: expect.stringContaining('ПЯТЁРОЧКА'),
        purchaseDate: '2024-03-15',
        purchaseTime: '18:22',
        currency: 'RUB',
      },
      ...{ total: '862.70', cashGiven: '1000.00', changeGiven: '137.30' },
    })
  })

  it.each(['japanese.jpg', 'korean.jpg', 'cyrillic.jpg'])('is turned upright: %s', async (name) => {
    const turned = await sharp(picture(name)).rotate(180).jpeg().toBuffer()
    const [page] = await readPages(turned)
    expect(page?.rotation).toBe(180)
    expect(page?.warnings).toEqual([])
  })

  it('is not seen in Latin print, however bad the picture', async () => {
    const shop = sampleReceipt('001-motor-shop').bytes
    const poor = [
      await sharp(shop).blur(2).jpeg({ quality: 30 }).toBuffer(),
      await sharp(shop).resize({ width: 260 }).jpeg({ quality: 30 }).toBuffer(),
    ]
    for (const bytes of poor) {
      const lines = (await readPages(bytes)).flatMap((page) => page.lines)
      expect(lines.length).toBeGreaterThan(5)
      expect(lines.filter(({ text }) => /[\p{Script=Katakana}\p{Script=Hangul}]/u.test(text))).toEqual([])
    }
  })
})
