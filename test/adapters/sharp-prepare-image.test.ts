import sharp from 'sharp'
import { expect, test } from 'vitest'
import { createImagePreparation } from '../../src/adapters/sharp-prepare-image.ts'
import { ExpensaError } from '../../src/core/errors.ts'

const prepare = createImagePreparation(async () => ({
  data: new Uint8Array(60 * 20 * 3).fill(200),
  width: 60,
  height: 20,
}))

const paper = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#f0f0f0' } })

test('a photo arrives upright, smaller, and without what the camera noted', async () => {
  const photo = await paper(4000, 2000)
    .withExif({
      IFD0: { Make: 'SecretCamera', Copyright: 'Somebody' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 3230/100' },
    })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
  expect(photo.includes('SecretCamera')).toBe(true)
  const [page, ...more] = await prepare({ bytes: photo, contentType: 'image/jpeg' })
  expect(more).toEqual([])
  const { format, width, height, exif, orientation } = await sharp(page?.bytes).metadata()
  expect({ format, width, height, exif, orientation }).toEqual({
    format: 'jpeg',
    width: 1536,
    height: 3072,
    exif: undefined,
    orientation: undefined,
  })
  expect(Buffer.from(page?.bytes ?? []).includes('SecretCamera')).toBe(false)
})

test('a very long receipt is sent in pieces that halve no line of print', async () => {
  const lineHeight = 40
  const height = 3200
  const rows = Array.from(
    { length: height / lineHeight },
    (_, i) => `<text x="20" y="${i * lineHeight + 26}" font-size="26">Item ${i} gjpq 12.50 EUR</text>`,
  )
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="${height}"><rect width="400" height="${height}" fill="#fff"/>${rows.join('')}</svg>`
  const bytes = await sharp(Buffer.from(svg)).png().toBuffer()
  const pages = await prepare({ bytes, contentType: 'image/png' })
  expect(pages.length).toBeGreaterThan(2)
  const heights: number[] = []
  for (const [i, page] of pages.entries()) {
    const { data, info } = await sharp(page.bytes).greyscale().raw().toBuffer({ resolveWithObject: true })
    heights.push(info.height)
    // The rows at both edges of a piece are paper.
    const edges = [...(i > 0 ? [0] : []), ...(i < pages.length - 1 ? [info.height - 1] : [])]
    for (const row of edges) {
      expect(Math.min(...data.subarray(row * info.width, (row + 1) * info.width))).toBeGreaterThan(180)
    }
  }
  expect(heights.reduce((sum, part) => sum + part, 0)).toBe(height)
})

test.each(['png', 'webp'] as const)('%s becomes JPEG, transparent parts white', async (format) => {
  const bytes = await sharp({
    create: { width: 30, height: 40, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
  })
    .toFormat(format)
    .toBuffer()
  const [page] = await prepare({ bytes, contentType: `image/${format}` })
  expect(page?.mimeType).toBe('image/jpeg')
  const { data, info } = await sharp(page?.bytes).raw().toBuffer({ resolveWithObject: true })
  expect([info.width, info.height, data[0]]).toEqual([30, 40, 255])
})

test.each(['b-w', 'cmyk'])('the colours of a %s picture are kept', async (space) => {
  const bytes = await sharp({ create: { width: 30, height: 40, channels: 3, background: '#c0c0c0' } })
    .toColourspace(space)
    .jpeg()
    .toBuffer()
  const [page] = await prepare({ bytes, contentType: 'image/jpeg' })
  const { channels } = await sharp(page?.bytes).stats()
  for (const { mean } of channels.slice(0, 3)) expect(Math.abs(mean - 192)).toBeLessThan(25)
})

test('each frame of a TIFF becomes a page', async () => {
  const bytes = await sharp([await paper(30, 40).png().toBuffer(), await paper(30, 40).png().toBuffer()], {
    join: { animated: true },
  })
    .tiff()
    .toBuffer()
  expect(await prepare({ bytes, contentType: 'image/tiff' })).toHaveLength(2)
})

test('HEIC is decoded by the given function', async () => {
  const [page] = await prepare({ bytes: new Uint8Array(10), contentType: 'image/heic' })
  expect(await sharp(page?.bytes).metadata()).toMatchObject({ format: 'jpeg', width: 60, height: 20 })
})

test('a PDF passes as it is', async () => {
  const bytes = Buffer.from('%PDF-1.7')
  expect(await prepare({ bytes, contentType: 'application/pdf' })).toEqual([
    { bytes, mimeType: 'application/pdf' },
  ])
})

test('a damaged picture is reported as such', async () => {
  const whole = await paper(400, 400).jpeg().toBuffer()
  const outcome = prepare({ bytes: whole.subarray(0, 300), contentType: 'image/jpeg' })
  await expect(outcome).rejects.toBeInstanceOf(ExpensaError)
  await expect(outcome).rejects.toMatchObject({ code: 'image_corrupt' })
})
