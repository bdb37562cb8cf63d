import sharp from 'sharp'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { type Models, openModels } from '../../src/ocr/models.ts'
import { readDocument } from '../../src/ocr/read-document.ts'
import { findTextBoxes, type ProbabilityMap } from '../../src/ocr/text-boxes.ts'
import { sampleReceipt } from '../support/receipts.ts'

// Text recognition needs seconds of a core, and the machine may be busy.
vi.setConfig({ testTimeout: 120_000 })

/** A map with one bent bar of certain text whose middle lies at `y(x)`. */
function mapWithBand(y: (x: number) => number, thickness: number) {
  const map: ProbabilityMap = { data: new Float32Array(300 * 120), width: 300, height: 120 }
  for (let row = 0; row < map.height; row++) {
    for (let column = 20; column < 280; column++) {
      if (Math.abs(row + 0.5 - y(column)) < thickness / 2) map.data[row * map.width + column] = 1
    }
  }
  return map
}

describe('a bent line', () => {
  it('is as high as its letters, and its bend is known', () => {
    const [box] = findTextBoxes(mapWithBand((x) => 50 + 25 * ((x - 150) / 130) ** 2, 9))
    expect(box?.height).toBeLessThan(28)
    expect(box?.bend.quadratic).toBeCloseTo(25, -0.5)
    expect(Math.abs(box?.bend.cubic ?? 9)).toBeLessThan(1)
    expect(box?.centreY).toBeCloseTo(50 + 25 / 3, -0.5)
  })

  it('is told from a line that is only slanted', () => {
    const [box] = findTextBoxes(mapWithBand((x) => 60 + 0.2 * (x - 150), 9))
    expect(box?.bend).toEqual({ quadratic: 0, cubic: 0 })
  })
})

describe('a receipt on curled paper', () => {
  const shop = sampleReceipt('001-motor-shop')
  let models: Models

  beforeAll(async () => {
    models = await openModels(1)
  })

  it('is read, and its rows are level', async () => {
    const curled = await curl(shop.bytes, 26)
    const { pages } = await readDocument({ bytes: curled, contentType: 'image/jpeg' }, async () => models)
    const lines = pages[0]?.lines ?? []
    const text = lines.map((line) => line.text).join('\n')
    expect(text).toContain('MOTOR ( SUNGAI RENGIT )')
    expect(text).toMatch(/No. 343, Jalan Kurau/)
    expect(text).toMatch(/23-01-2019/)
    const middle = (found: (typeof lines)[number] | undefined) => (found?.y ?? 0) + (found?.height ?? 0) / 2
    const label = lines.find((line) => line.text.startsWith('SUB TOTAL'))
    const amounts = lines.filter((line) => line.text === '20.00')
    expect(amounts.some((amount) => Math.abs(middle(amount) - middle(label)) < 8)).toBe(true)
    const long = lines.filter((line) => line.width > 8 * line.height)
    expect(long.length).toBeGreaterThan(5)
    for (const line of long) expect(Math.abs(line.angle)).toBeLessThan(0.1)
  })
})

/** Shifts the columns of a picture down by a sine of this height: paper that rolls up sideways. */
async function curl(bytes: Uint8Array, height: number): Promise<Uint8Array> {
  const { data, info } = await sharp(bytes)
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  const curled = Buffer.alloc(info.width * (info.height + 2 * height) * 3, 90)
  for (let x = 0; x < info.width; x++) {
    const shift = height + Math.round(height * Math.sin((x / info.width) * Math.PI * 1.3 + 0.4))
    for (let y = 0; y < info.height; y++) {
      data.copy(
        curled,
        ((y + shift) * info.width + x) * 3,
        (y * info.width + x) * 3,
        (y * info.width + x) * 3 + 3,
      )
    }
  }
  return sharp(curled, { raw: { width: info.width, height: info.height + 2 * height, channels: 3 } })
    .jpeg()
    .toBuffer()
}
