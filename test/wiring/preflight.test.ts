import { readFileSync } from 'node:fs'
import sharp, { type Sharp } from 'sharp'
import { afterAll, describe, expect, it } from 'vitest'
import { loadConfig } from '../../src/config.ts'
import type { Extractor } from '../../src/core/extractor.ts'
import type { ContentType } from '../../src/core/receipt.ts'
import { createLocalExtractor } from '../../src/local/create-extractor.ts'
import { createPreflight } from '../../src/wiring/preflight.ts'
import { makePdf } from '../support/pdf.ts'
import { positionedReceipt } from '../support/positioned.ts'
import { printedPdf, printedPicture } from '../support/printed-picture.ts'
import { sampleReceipts } from '../support/receipts.ts'

let reader: Promise<Extractor> | undefined
afterAll(async () => (await reader)?.close())
const openReader = () => {
  reader ??= createLocalExtractor(loadConfig({ EXPENSA_CONCURRENCY: '1' }))
  return reader
}
const about = { leavesMachine: true, today: '2026-11-25' }
const preflight = createPreflight({ ...about, openReader })
/** Reading fails here, and says nothing against a picture. */
let reads = 0
const onlyLooking = createPreflight({
  ...about,
  openReader: async () => {
    reads++
    throw new Error('No reader.')
  },
})

const check = (bytes: Uint8Array, contentType: ContentType = 'image/jpeg', checkCards = false) =>
  preflight.check({ bytes, contentType }, { checkCards })
const unreadable = { code: 'picture_unreadable', hint: expect.stringContaining('--force') }
const fixture = (name: string) => readFileSync(new URL(`../fixtures/documents/${name}`, import.meta.url))

/** Plain paper as a camera sees it: grainy, and lit from one side. */
const paper = (sigma: number) =>
  sharp({
    create: {
      width: 1200,
      height: 1600,
      channels: 3,
      background: '#ccc',
      noise: { type: 'gaussian', mean: 200, sigma },
    },
  }).composite([
    {
      input: Buffer.from(
        '<svg width="1200" height="1600"><defs><linearGradient id="g"><stop stop-opacity="0"/>' +
          '<stop offset="1" stop-opacity="0.5"/></linearGradient></defs>' +
          '<rect width="1200" height="1600" fill="url(#g)"/></svg>',
      ),
    },
  ])
const sheetOnTable = sharp(
  Buffer.from(
    '<svg width="1200" height="1600"><rect width="1200" height="1600" fill="#543"/>' +
      '<rect x="300" y="200" width="700" height="1200" fill="#f4f0ea" transform="rotate(5)"/></svg>',
  ),
).blur(1)

describe('a picture in which nothing can be read', () => {
  it.each<[string, Sharp]>([
    ['blank paper', paper(3)],
    ['blank paper in bad light', paper(8)],
    ['an empty sheet on a table', sheetOnTable],
    ['a pocket', sharp({ create: { width: 800, height: 600, channels: 3, background: '#050505' } })],
  ])('is kept back: %s', async (_, picture) => {
    await expect(check(await picture.jpeg().toBuffer())).rejects.toMatchObject(unreadable)
    const scan = { jpeg: await picture.jpeg().toBuffer(), width: 1200, height: 1600 }
    await expect(check(makePdf([scan, scan]), 'application/pdf')).rejects.toMatchObject(unreadable)
  })

  /** Horizontal motion, as long as this share of the picture's shorter side. */
  const shaken = (image: Sharp, side: number, share: number) => {
    const width = 2 * Math.round((share * side) / 2) + 1
    return image.convolve({
      width,
      height: 3,
      kernel: Array(3 * width)
        .fill(0)
        .fill(1, width, 2 * width),
    })
  }

  it.each<[string, (image: Sharp, side: number) => Sharp]>([
    ['blurred until only its largest letters are left', (image, side) => image.blur(0.0085 * side)],
    ['shaken', (image, side) => shaken(image, side, 0.05)],
  ])('is kept back where a receipt was %s', async (_, spoil) => {
    for (const { bytes, name } of sampleReceipts()) {
      const { width = 0, height = 0 } = await sharp(bytes).metadata()
      const spoilt = await spoil(sharp(bytes), Math.min(width, height)).jpeg().toBuffer()
      await expect(check(spoilt), name).rejects.toMatchObject(unreadable)
    }
  })

  it('is not one that looks blurred and can be read all the same', async () => {
    const soft = await Promise.all(
      sampleReceipts()
        .slice(0, 5)
        .map(async ({ bytes }) => {
          const { width = 0, height = 0 } = await sharp(bytes).metadata()
          return sharp(bytes)
            .blur(0.004 * Math.min(width, height))
            .jpeg()
            .toBuffer()
        }),
    )
    const before = reads
    for (const bytes of soft) {
      await onlyLooking.check({ bytes, contentType: 'image/jpeg' }, { checkCards: false })
      await check(bytes)
    }
    expect(reads - before).toBe(soft.length)
  })

  it('is told at a glance where print is sharp, or where there are no edges; else it is read', async () => {
    const look = (bytes: Uint8Array) =>
      onlyLooking.check({ bytes, contentType: 'image/jpeg' }, { checkCards: false })
    const before = reads
    for (const { bytes } of sampleReceipts()) await look(bytes)
    await expect(look(await paper(3).jpeg().toBuffer())).rejects.toMatchObject(unreadable)
    expect(reads).toBe(before)
    await look(await sheetOnTable.jpeg().toBuffer())
    expect(reads).toBe(before + 1)
  })

  it('is none of the samples, in any format, however small, faint or slightly out of focus', async () => {
    for (const { bytes } of sampleReceipts()) {
      await check(bytes)
      await check(await sharp(bytes).resize(320).jpeg({ quality: 50 }).toBuffer())
      await check(await sharp(bytes).linear(0.3, 150).png().toBuffer(), 'image/png')
      await check(await sharp(bytes).blur(1).webp().toBuffer(), 'image/webp')
    }
    await check(fixture('bakery.heic'), 'image/heic')
    await check(fixture('bakery-position.tiff'), 'image/tiff')
    await check(printedPdf(['CORNER SHOP', 'Milk 1.20', 'Bread 3.10', 'TOTAL 4.30']), 'application/pdf')
  })

  it('is none that only the reader can judge: damaged, protected, one printed page among blank ones', async () => {
    const blank = { jpeg: await paper(3).jpeg().toBuffer(), width: 1200, height: 1600 }
    const [{ bytes = new Uint8Array() } = {}] = sampleReceipts()
    const { width = 0, height = 0 } = await sharp(bytes).metadata()
    await check(makePdf([blank, { jpeg: bytes, width, height }]), 'application/pdf')
    await check(makePdf([{ lines: [] }], { encrypted: true }), 'application/pdf')
    await check(bytes.subarray(0, 300))
  })
})

describe('a whole card number', () => {
  const lines = ['CORNER SHOP', 'TOTAL 12.50', 'VISA 4111 1111 1111 1111', 'THANK YOU VERY MUCH']
  const shown = { code: 'card_number_shown' }

  it('is seen in the text of a PDF', async () => {
    await expect(check(printedPdf(lines), 'application/pdf')).rejects.toMatchObject(shown)
  })

  it('is seen in a picture when that is read first', async () => {
    const picture = await printedPicture(lines)
    await check(picture)
    await expect(check(picture, 'image/jpeg', true)).rejects.toMatchObject(shown)
    const masked = lines.map((line) => line.replace('4111 1111 1111', '**** **** ****'))
    await check(await printedPicture(masked), 'image/jpeg', true)
    await check(printedPdf(masked), 'application/pdf')
  })
})

describe('what leaves the machine', () => {
  it('goes without the position; what stays here, as it is', async () => {
    const picture = await positionedReceipt()
    expect(preflight.outgoing(picture)).toHaveLength(picture.length)
    const here = createPreflight({ leavesMachine: false, openReader, today: '2026-11-25' })
    expect(here.outgoing(picture)).toBeNull()
  })
})
