import sharp, { type Sharp } from 'sharp'
import { describe, expect, it } from 'vitest'
import { decodeImage, workingPixels } from '../../src/ocr/decode-image.ts'

/** Four quarters of different colours: any turn or mirroring shows. */
const upright = { data: Buffer.alloc(32 * 48 * 3), width: 32, height: 48 }
for (let y = 0; y < upright.height; y++) {
  for (let x = 0; x < upright.width; x++) {
    const tones = [240, 160, 90, 20]
    upright.data.fill(tones[(y < 24 ? 0 : 2) + (x < 16 ? 0 : 1)] ?? 0, (y * 32 + x) * 3, (y * 32 + x) * 3 + 3)
  }
}
const raw = { raw: { width: upright.width, height: upright.height, channels: 3 as const } }

/** How a camera stores a picture under each orientation tag (TIFF 6.0, tag 274); sharp mirrors before it turns. */
const stored: [orientation: number, store: (image: Sharp) => Sharp][] = [
  [1, (image) => image],
  [2, (image) => image.flop()],
  [3, (image) => image.rotate(180)],
  [4, (image) => image.flip()],
  [5, (image) => image.flip().rotate(90)],
  [6, (image) => image.rotate(270)],
  [7, (image) => image.flip().rotate(270)],
  [8, (image) => image.rotate(90)],
]

describe('decodeImage', () => {
  it.each(stored)('turns a picture with orientation %d upright', async (orientation, store) => {
    const { data, info } = await store(sharp(upright.data, raw)).raw().toBuffer({ resolveWithObject: true })
    const bytes = await sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } })
      .withMetadata({ orientation })
      .png()
      .toBuffer()
    const pixels = await decodeImage(bytes, 0)
    expect(pixels).toMatchObject({ width: 32, height: 48 })
    const tone = (x: number, y: number) => pixels.data[(y * 32 + x) * 3]
    expect([tone(8, 12), tone(24, 12), tone(8, 36), tone(24, 36)]).toEqual([240, 160, 90, 20])
  })

  it('reads progressive JPEGs', async () => {
    const bytes = await sharp(upright.data, raw).jpeg({ progressive: true, quality: 95 }).toBuffer()
    const { data } = await decodeImage(bytes, 0)
    expect(Math.abs((data[(12 * 32 + 8) * 3] ?? 0) - 240)).toBeLessThan(6)
  })

  it('holds no more than the working size of a very large picture', async () => {
    const bytes = await sharp({ create: { width: 6000, height: 3000, channels: 3, background: '#ddd' } })
      .jpeg({ quality: 30 })
      .toBuffer()
    const { width, height } = await decodeImage(bytes, 0)
    expect(width * height).toBeLessThanOrEqual(workingPixels * 1.01)
    expect(width / height).toBeCloseTo(2, 2)
  })
})
