import { readFileSync } from 'node:fs'
import sharp from 'sharp'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { ContentType } from '../../src/core/receipt.ts'
import { type Models, openModels } from '../../src/ocr/models.ts'
import { readDocument } from '../../src/ocr/read-document.ts'
import { sampleReceipt, sampleReceipts } from '../support/receipts.ts'

// Text recognition needs seconds of a core, and the machine may be busy.
vi.setConfig({ testTimeout: 120_000 })

let models: Models

beforeAll(async () => {
  models = await openModels(1)
})

async function readPages(bytes: Uint8Array, contentType: ContentType = 'image/jpeg') {
  return (await readDocument({ bytes, contentType }, async () => models)).pages
}

async function readText(bytes: Uint8Array, contentType?: ContentType): Promise<string> {
  const pages = await readPages(bytes, contentType)
  return pages.flatMap((page) => page.lines.map((line) => line.text)).join('\n')
}

const shop = sampleReceipt('001-motor-shop')

describe('a photo or scan', () => {
  it.each(sampleReceipts())('shows its total: $name', async ({ bytes, expected }) => {
    const [whole, decimals] = expected.total.split('.')
    const digits = new RegExp(`${whole?.split('').join('[.,]?')}${decimals ? `[.,]${decimals}` : ''}`)
    expect(await readText(bytes)).toMatch(digits)
  })

  it('is read with the spaces between its words', async () => {
    const text = await readText(shop.bytes)
    expect(text).toContain('No. 343, Jalan Kurau, Sungai Rengit,')
    expect(text).toContain('SUB TOTAL')
    expect(text).toContain('Thanks Your Support')
  })

  it('says where each letter stands', async () => {
    const lines = (await readPages(shop.bytes)).flatMap((page) => page.lines)
    for (const line of lines) {
      expect(line.charX).toHaveLength(line.text.length)
      expect(line.charX).toEqual(line.charX.toSorted((a, b) => a - b))
      expect(line.charX[0]).toBeGreaterThanOrEqual(line.x)
      expect(line.charX.at(-1)).toBeLessThanOrEqual(line.x + line.width)
    }
    const total = lines.find((line) => line.text.startsWith('GRAND TOTAL'))
    const amount = lines.find(
      (line) => line.text === '20.00' && Math.abs(line.y - (total?.y ?? 0)) < line.height / 2,
    )
    expect(amount?.x).toBeGreaterThan(total?.x ?? Number.POSITIVE_INFINITY)
  })

  it.each([90, 180, 270] as const)('is turned upright from %d°', async (turn) => {
    const turned = await sharp(shop.bytes).rotate(turn).toBuffer()
    const [page] = await readPages(turned)
    expect(page?.rotation).toBe(360 - turn)
    expect(page).toMatchObject({ width: 463, height: 797 })
    expect(page?.lines[1]?.text).toContain('MOTOR')
    expect(page?.lines.at(-1)?.text).toContain('Thanks Your Support')
  })

  it('follows the orientation tag of the camera', async () => {
    const tagged = await sharp(shop.bytes).rotate(90).withMetadata({ orientation: 8 }).toBuffer()
    const [page] = await readPages(tagged)
    expect(page).toMatchObject({ width: 463, height: 797, rotation: 0 })
  })

  it.each([4, -12, 33])('is straightened when it lies askew by %d°', async (degrees) => {
    const askew = await sharp(shop.bytes).rotate(degrees, { background: '#777777' }).toBuffer()
    const [page] = await readPages(askew)
    const lines = page?.lines ?? []
    const label = lines.find((line) => line.text.startsWith('GRAND TOTAL'))
    const amounts = lines.filter((line) => line.text === '20.00')
    expect(Math.abs(label?.angle ?? 1)).toBeLessThan(0.05)
    expect(amounts.some((amount) => Math.abs(amount.y - (label?.y ?? 0)) < 8)).toBe(true)
  })

  it('may be many times longer than wide', async () => {
    const { data, info } = await sharp(shop.bytes).extend({ bottom: 5, background: '#fff' }).raw().toBuffer({
      resolveWithObject: true,
    })
    const long = await sharp(Buffer.concat(Array.from({ length: 3 }, () => data)), {
      raw: { width: info.width, height: info.height * 3, channels: info.channels },
    })
      .jpeg()
      .toBuffer()
    const lines = (await readText(long)).split('\n')
    const single = (await readText(shop.bytes)).split('\n')
    expect(lines.filter((line) => /^GRAND TOTAL/.test(line))).toHaveLength(3)
    expect(lines.filter((line) => /^Tel/.test(line))).toHaveLength(3)
    expect(Math.abs(lines.length - 3 * single.length)).toBeLessThan(4)
  })
})

describe('every kind of picture', () => {
  /** The end of the receipt, with its totals: small, so that reading it many times stays quick. */
  let totals: Buffer
  const area = { left: 0, top: 400, width: 463, height: 120 }

  beforeAll(async () => {
    totals = await sharp(shop.bytes).extract(area).jpeg().toBuffer()
  })

  const variants: [string, ContentType, () => Promise<Uint8Array>][] = [
    ['PNG with a palette', 'image/png', () => sharp(totals).png({ palette: true }).toBuffer()],
    ['PNG of 16 bits', 'image/png', () => sharp(totals).toColourspace('rgb16').png().toBuffer()],
    ['grey PNG', 'image/png', () => sharp(totals).greyscale().png().toBuffer()],
    ['WebP', 'image/webp', () => sharp(totals).webp().toBuffer()],
    ['JPEG for print', 'image/jpeg', () => sharp(totals).toColourspace('cmyk').jpeg().toBuffer()],
    ['TIFF', 'image/tiff', () => sharp(totals).tiff().toBuffer()],
  ]
  it.each(variants)('%s', async (_, contentType, encode) => {
    expect(await readText(await encode(), contentType)).toContain('GRAND TOTAL')
  })

  it('black letters on a transparent ground', async () => {
    const alpha = await sharp(totals).greyscale().negate().raw().toBuffer()
    const letters = await sharp({
      create: { width: area.width, height: area.height, channels: 3, background: '#000' },
    })
      .joinChannel(alpha, { raw: { width: area.width, height: area.height, channels: 1 } })
      .png()
      .toBuffer()
    expect(await readText(letters, 'image/png')).toContain('GRAND TOTAL')
  })

  it('HEIC from a phone', async () => {
    const heic = readFileSync(new URL('../fixtures/documents/bakery.heic', import.meta.url))
    expect(await readText(heic, 'image/heic')).toContain('44.000')
  })

  it('TIFF of several pages', async () => {
    const frame = await sharp(totals).raw().toBuffer()
    const tiff = await sharp(Buffer.concat([frame, frame]), {
      raw: { width: area.width, height: 2 * area.height, channels: 3, pageHeight: area.height },
    })
      .tiff()
      .toBuffer()
    const pages = await readPages(tiff, 'image/tiff')
    expect(pages).toHaveLength(2)
    expect(pages[1]?.lines).toEqual(pages[0]?.lines)
  })
})

describe('what is no picture', () => {
  const png = () =>
    sharp({ create: { width: 8, height: 8, channels: 3, background: '#fff' } })
      .png()
      .toBuffer()
  async function pngOfSize(width: number, height: number) {
    const bytes = await png()
    bytes.writeUInt32BE(width, 16)
    bytes.writeUInt32BE(height, 20)
    bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29)
    return bytes
  }

  const broken: [string, string, () => Promise<Uint8Array>, ContentType][] = [
    ['an empty file', 'file_empty', async () => new Uint8Array(), 'image/jpeg'],
    ['half a JPEG', 'image_corrupt', async () => shop.bytes.subarray(0, 60_000), 'image/jpeg'],
    ['the first bytes of a JPEG', 'image_corrupt', async () => shop.bytes.subarray(0, 300), 'image/jpeg'],
    ['half a HEIC', 'image_corrupt', async () => heicHead(), 'image/heic'],
    ['0×0 pixels', 'image_corrupt', () => pngOfSize(0, 0), 'image/png'],
    ['50,000×50,000 pixels', 'image_too_large', () => pngOfSize(50_000, 50_000), 'image/png'],
    [
      'bytes that are no PDF',
      'image_corrupt',
      async () => Buffer.from('%PDF-1.4 nothing'),
      'application/pdf',
    ],
  ]
  it.each(broken)('%s is refused as %s', async (_, code, make, contentType) => {
    const failure = await readDocument({ bytes: await make(), contentType }, async () => models).catch(
      (e) => e,
    )
    expect(failure).toMatchObject({ name: 'ExpensaError', code })
    expect(failure.hint).toBeTruthy()
    expect(failure.message).not.toMatch(/vips|_buffer/i)
  })

  function heicHead() {
    return readFileSync(new URL('../fixtures/documents/bakery.heic', import.meta.url)).subarray(0, 3000)
  }
})

/** CRC-32 of PNG chunks; node:zlib has it from Node 22 only. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}
