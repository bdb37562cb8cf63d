import sharp from 'sharp'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { type Models, openModels } from '../../src/ocr/models.ts'
import { readDocument } from '../../src/ocr/read-document.ts'
import { makePdf, type PdfPageContent } from '../support/pdf.ts'
import { sampleReceipt } from '../support/receipts.ts'

// Text recognition needs seconds of a core, and the machine may be busy.
vi.setConfig({ testTimeout: 120_000 })

const shop = sampleReceipt('001-motor-shop')
const picture: PdfPageContent = { jpeg: shop.bytes, width: 463, height: 797 }
const printed: PdfPageContent = {
  lines: [
    { x: 40, y: 360, text: 'Café Zürich (Inh. Müller)' },
    { x: 20, y: 330, text: 'Croissant' },
    { x: 170, y: 330, text: '3,20' },
    { x: 20, y: 310, text: 'TOTAL EUR' },
    { x: 170, y: 310, text: '3,20' },
    { x: 20, y: 290, text: '21.10.2026 08:14' },
  ],
}

let models: Models

beforeAll(async () => {
  models = await openModels(1)
})

const read = (bytes: Uint8Array) =>
  readDocument({ bytes, contentType: 'application/pdf' }, async () => models)

describe('a PDF with a text layer', () => {
  it('is copied, not recognised: letters, words, columns and places', async () => {
    const { pages } = await readDocument({ bytes: makePdf([printed]), contentType: 'application/pdf' }, () =>
      Promise.reject(new Error('no pixels are needed')),
    )
    const [page] = pages
    expect(page?.source).toBe('pdf-text')
    expect(page?.lines.map((line) => line.text)).toEqual([
      'Café Zürich (Inh. Müller)',
      'Croissant',
      '3,20',
      'TOTAL EUR',
      '3,20',
      '21.10.2026 08:14',
    ])
    const [, item, price] = page?.lines ?? []
    expect(price?.x).toBeCloseTo((170 * 200) / 72, -1)
    expect(price?.y).toBe(item?.y)
    expect(item?.charX).toHaveLength('Croissant'.length)
  })

  it('of several pages gives them all', async () => {
    const { pages, pageCount } = await read(makePdf([printed, printed, printed]))
    expect(pages).toHaveLength(3)
    expect(pageCount).toBe(3)
  })

  it('of very many pages gives the first ones and the last, and says so', async () => {
    const numbered = Array.from({ length: 50 }, (_, index): PdfPageContent => {
      return { lines: [{ x: 20, y: 300, text: `Statement of account, page ${index + 1}` }] }
    })
    const { pages, pageCount } = await read(makePdf(numbered))
    expect(pageCount).toBe(50)
    const numbers = pages.map((page) => Number(page.lines[0]?.text.split(' ').at(-1)))
    expect(numbers).toEqual([...Array.from({ length: 19 }, (_, index) => index + 1), 50])
    expect(pages.map((page) => page.warnings.length)).toEqual([...new Array(19).fill(0), 1])
    expect(pages.at(-1)?.warnings).toEqual(['pages_left_out'])
  })
})

describe('a PDF of pictures', () => {
  it('is recognised from its pixels', async () => {
    const { pages } = await read(makePdf([picture], { width: 463 * 0.48, height: 797 * 0.48 }))
    expect(pages[0]?.source).toBe('ocr')
    expect(pages[0]?.lines.map((line) => line.text).join('\n')).toContain('GRAND TOTAL')
  })

  it("is not trusted to another program's invisible text", async () => {
    const invisible = (printed as { lines: object[] }).lines.map((line) => ({ ...line, invisible: true }))
    const { pages } = await read(makePdf([{ lines: invisible as never }]))
    expect(pages[0]?.source).toBe('ocr')
    expect(pages[0]?.lines).toEqual([])
  })

  it('may mix both kinds of pages', async () => {
    const { pages } = await read(makePdf([printed, picture]))
    expect(pages.map((page) => page.source)).toEqual(['pdf-text', 'ocr'])
  })

  it('may lie on its side', async () => {
    const sideways = await sharp(shop.bytes).rotate(90).jpeg().toBuffer()
    const { pages } = await read(
      makePdf([{ jpeg: sideways, width: 797, height: 463 }], { width: 382, height: 222 }),
    )
    expect(pages[0]?.rotation).toBe(270)
  })
})

it('says that a PDF needs a password', async () => {
  await expect(read(makePdf([printed], { encrypted: true }))).rejects.toMatchObject({
    code: 'document_encrypted',
  })
})
