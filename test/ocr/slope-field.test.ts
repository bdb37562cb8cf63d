import { describe, expect, it } from 'vitest'
import { straight } from '../../src/ocr/bend.ts'
import { slopeField } from '../../src/ocr/slope-field.ts'
import type { TextBox } from '../../src/ocr/text-boxes.ts'

/** Lines all over a page of 800×1200 that follow a slope. */
function linesWith(slope: (x: number, y: number) => number): TextBox[] {
  return Array.from({ length: 24 }, (_, row) => 40 + 48 * row).flatMap((centreY) =>
    [200, 600].map((centreX) => ({
      ...{ centreX, centreY, width: 300, height: 24, bend: straight },
      angle: Math.atan(slope(centreX, centreY)),
    })),
  )
}

describe('slopeField', () => {
  it('is flat on a flat page', () => {
    const field = slopeField(
      linesWith(() => 0),
      800,
      1200,
    )
    expect(field.slopeAt(700, 100)).toBeCloseTo(0, 6)
    expect(field.dropAt(700, 100)).toBeCloseTo(0, 6)
  })

  it('follows lines that fan out, as seen from below', () => {
    const field = slopeField(
      linesWith((_, y) => 0.0001 * (y - 600)),
      800,
      1200,
    )
    expect(field.slopeAt(200, 1100)).toBeCloseTo(0.05, 2)
    expect(field.slopeAt(600, 100)).toBeCloseTo(-0.05, 2)
    expect(field.dropAt(600, 1100)).toBeCloseTo(0.05 * 200, -0.5)
  })

  it('is not misled by a few stains', () => {
    const stains = Array.from({ length: 6 }, (_, index) => ({
      ...{ centreX: 400, centreY: 200 * index, width: 200, height: 20, bend: straight },
      angle: 0.3,
    }))
    const field = slopeField([...linesWith(() => 0), ...stains], 800, 1200)
    expect(Math.abs(field.slopeAt(400, 600))).toBeLessThan(0.02)
  })

  it('says nothing where there are no lines', () => {
    expect(slopeField([], 800, 1200).dropAt(700, 100)).toBeCloseTo(0)
  })
})
