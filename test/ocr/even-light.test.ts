import { describe, expect, it } from 'vitest'
import { evenLight } from '../../src/ocr/even-light.ts'
import type { Pixels } from '../../src/ocr/pixels.ts'

const [width, height] = [240, 160]

/** Strokes of half the paper's tone, on paper of this tone at each place. */
function strokesOn(paper: (x: number) => number): Pixels {
  const data = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const isStroke = x % 12 < 3 && y % 20 < 12
      data.fill(paper(x) * (isStroke ? 0.5 : 1), (y * width + x) * 3, (y * width + x) * 3 + 3)
    }
  }
  return { data, width, height }
}

const toneAt = ({ data }: Pixels, x: number, y: number) => data[(y * width + x) * 3] ?? 0

describe('evenLight', () => {
  it('lights the shadow and darkens the sun to one tone of paper, with strokes as dark on both', async () => {
    const even = await evenLight(
      strokesOn((x) => (x < width / 2 ? 220 : 100)),
      160,
      20,
    )
    for (const x of [42, 198]) {
      expect(toneAt(even, x, 50)).toBeGreaterThan(150)
      expect(toneAt(even, x, 50)).toBeLessThan(170)
      expect(toneAt(even, x - (x % 12) + 1, 50)).toBeLessThan(90)
    }
  })

  it('leaves a photo that is dark all over as it is', async () => {
    const dark = strokesOn(() => 60)
    expect(await evenLight(dark, 60, 20)).toBe(dark)
  })
})
