import sharp from 'sharp'
import { expect, it } from 'vitest'
import type { Document } from '../../src/core/extractor.ts'
import { withoutPositions } from '../../src/core/positions.ts'
import { openPdf } from '../../src/ocr/pdfium.ts'
import { createReport, type ReportOptions } from '../../src/report/create-report.ts'
import { type ReportExpense, reportTotals } from '../../src/report/report.ts'
import { makePdf } from '../support/pdf.ts'
import { positionedReceipt } from '../support/positioned.ts'

const expense = (fields: Partial<ReportExpense>): ReportExpense => ({
  id: '1',
  merchant: 'Lunch',
  purchaseDate: '2026-10-03',
  receiptNumber: null,
  category: null,
  note: null,
  converted: null,
  taxTotal: null,
  total: { minorUnits: 1200, currency: 'EUR' },
  totalText: '12.00',
  ...fields,
})

const options: ReportOptions = {
  title: 'Expense report',
  name: 'Łucja Żółć',
  subtitle: 'October 2026',
  paper: 'a4',
  extraFont: null,
  now: new Date('2026-11-01'),
}

const photo = async (width: number, height: number): Promise<Document> => ({
  bytes: await sharp({ create: { width, height, channels: 3, background: '#00ff00' } })
    .jpeg()
    .toBuffer(),
  contentType: 'image/jpeg',
})

/** The text of each page, as PDFium finds it, and how much of the page is green. */
async function look(bytes: Uint8Array): Promise<{ text: string; green: number }[]> {
  const pdf = await openPdf(bytes)
  const pages = []
  for (let i = 0; i < pdf.pageCount; i++) {
    pages.push(
      await pdf.withPage(i, async (page) => {
        const { data, width, height } = page.render(1)
        let green = 0
        for (let at = 0; at < data.length; at += 3) {
          if ((data[at] ?? 0) < 60 && (data[at + 1] ?? 0) > 200 && (data[at + 2] ?? 0) < 60) green++
        }
        const text = page
          .readGlyphs(1)
          .glyphs.map(({ character }) => character)
          .join('')
        return { text, green: green / (width * height) }
      }),
    )
  }
  pdf.close()
  return pages
}

it('sums up each currency on its own, and leaves out what has no total', () => {
  const usd = { minorUnits: 500, currency: 'USD' }
  const totals = reportTotals([
    expense({ category: 'food', taxTotal: { minorUnits: 100, currency: 'EUR' } }),
    expense({ category: 'travel', total: { minorUnits: 5000, currency: 'EUR' } }),
    expense({ category: 'food', total: { minorUnits: -200, currency: 'EUR' } }),
    expense({ total: usd }),
    expense({ total: null }),
  ])
  expect(totals).toEqual([
    {
      currency: 'EUR',
      count: 3,
      total: 6000,
      tax: 100,
      categories: [
        { category: 'travel', count: 1, total: 5000, tax: 0 },
        { category: 'food', count: 2, total: 1000, tax: 100 },
      ],
    },
    {
      currency: 'USD',
      count: 1,
      total: 500,
      tax: 0,
      categories: [{ category: null, count: 1, total: 500, tax: 0 }],
    },
  ])
})

it('prints totals and table, and behind them each receipt under its number', async () => {
  const originals = [
    await photo(600, 900),
    {
      bytes: makePdf([
        { lines: [{ x: 20, y: 300, text: 'Hotel page one' }] },
        { lines: [{ x: 20, y: 300, text: 'Hotel page two' }] },
      ]),
      contentType: 'application/pdf' as const,
    },
  ]
  const expenses = [
    expense({ merchant: 'Żabka Łódź', receiptNumber: 'A-7', note: 'for all' }),
    expense({ merchant: 'Hotel', total: { minorUnits: 123456, currency: 'EUR' } }),
  ]
  const report = await createReport(
    expenses,
    async (_, number) => originals[number - 1] ?? photo(1, 1),
    options,
  )
  const pages = await look(report.bytes)
  expect(report).toMatchObject({ pages: 4, missing: [], unshown: [] })
  expect(pages.map(({ green }) => green > 0.3)).toEqual([false, true, false, false])
  const texts = pages.map(({ text }) => text)
  for (const words of [
    'Expensereport',
    'ŁucjaŻółć·October2026',
    'ŻabkaŁódź',
    'No.A-7·forall',
    '1,246.56',
    '1,234.56',
  ]) {
    expect(texts[0]).toContain(words)
  }
  expect(texts[1]).toContain('1·2026-10-03·ŻabkaŁódź12.00EUR')
  expect(texts[2]).toContain('Hotelpageone')
  expect(texts[3]).toContain('Hotelpagetwo')
  expect(texts[3]).toContain('4/4')
})

it('cuts a tall strip into pieces side by side, so that it stays legible', async () => {
  const [, narrow] = await look((await createReport([expense({})], () => photo(300, 2400), options)).bytes)
  // Whole, a strip of 1:8 would fill not even a tenth of the page.
  expect(narrow?.green).toBeGreaterThan(0.25)
})

it('goes on over as many pages as the table needs, and repeats its heading', async () => {
  const many = Array.from({ length: 120 }, (_, i) => expense({ merchant: `Shop ${i + 1}` }))
  const pages = await look((await createReport(many, null, options)).bytes)
  expect(pages.length).toBeGreaterThan(2)
  for (const page of pages) expect(page.text).toContain('MerchantCategory')
  expect(pages.map(({ text }) => text).join('')).toMatch(/Shop1€?.*Shop120/s)
})

it('says on the page of a receipt that it cannot be shown, and goes on', async () => {
  const broken: Document = { bytes: Buffer.from('\xff\xd8\xff broken'), contentType: 'image/jpeg' }
  const originals = [broken, await photo(600, 900)]
  const report = await createReport(
    [expense({}), expense({})],
    async (_, n) => originals[n - 1] ?? broken,
    options,
  )
  const pages = await look(report.bytes)
  expect(report.unshown).toEqual([1])
  expect(pages[1]?.text).toContain('Theoriginalcannotbeshown.')
  expect(pages[2]?.green).toBeGreaterThan(0.3)
})

it('does not tell where a photo was taken, alone or inside a PDF', async () => {
  const jpeg = await positionedReceipt()
  const { width = 0, height = 0 } = await sharp(jpeg).metadata()
  const originals: Document[] = [
    { bytes: jpeg, contentType: 'image/jpeg' },
    { bytes: makePdf([{ jpeg, width, height }]), contentType: 'application/pdf' },
  ]
  for (const original of originals) {
    const { bytes } = await createReport([expense({})], async () => original, options)
    expect(withoutPositions(bytes)).toBeNull()
  }
  expect(withoutPositions(jpeg)).not.toBeNull()
})

it('names the characters that its font lacks', async () => {
  const report = await createReport([expense({ merchant: '寿司 Bar' })], null, options)
  expect(report.missing).toEqual(['寿', '司'])
  expect((await look(report.bytes))[0]?.text).toContain('??Bar')
})

it('says when a font cannot be used', async () => {
  const extraFont = new URL(import.meta.url).pathname
  await expect(createReport([expense({})], null, { ...options, extraFont })).rejects.toMatchObject({
    code: 'usage',
  })
})
