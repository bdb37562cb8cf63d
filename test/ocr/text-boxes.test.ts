import { describe, expect, it } from 'vitest'
import { findTextBoxes, type ProbabilityMap } from '../../src/ocr/text-boxes.ts'

/** A map with one bar of certain text, `length`×`thickness`, turned by `angle` around (x, y). */
function mapWithBar(x: number, y: number, length: number, thickness: number, angle: number, value = 1) {
  const map: ProbabilityMap = { data: new Float32Array(200 * 150), width: 200, height: 150 }
  for (let row = 0; row < map.height; row++) {
    for (let column = 0; column < map.width; column++) {
      const along = (column + 0.5 - x) * Math.cos(angle) + (row + 0.5 - y) * Math.sin(angle)
      const across = (row + 0.5 - y) * Math.cos(angle) - (column + 0.5 - x) * Math.sin(angle)
      if (Math.abs(along) < length / 2 && Math.abs(across) < thickness / 2)
        map.data[row * 200 + column] = value
    }
  }
  return map
}

describe('findTextBoxes', () => {
  it.each([0, 0.1, -0.1, 0.4, -0.6])('finds a bar turned by %d radians, with its margin', (angle) => {
    const boxes = findTextBoxes(mapWithBar(100, 75, 120, 10, angle))
    expect(boxes).toHaveLength(1)
    const [box] = boxes
    expect(box?.centreX).toBeCloseTo(100, -0.5)
    expect(box?.centreY).toBeCloseTo(75, -0.5)
    expect(Math.abs((box?.angle ?? 9) - angle)).toBeLessThan(0.03)
    // 120×10 grown by 120·10·1.5 / (2·130) on each side.
    expect(box?.width).toBeGreaterThan(130)
    expect(box?.width).toBeLessThan(138)
    expect(box?.height).toBeGreaterThan(22)
    expect(box?.height).toBeLessThan(28)
  })

  it('keeps upright text upright: the box is higher than wide', () => {
    const [box] = findTextBoxes(mapWithBar(100, 75, 120, 10, Math.PI / 2))
    expect(box?.height).toBeGreaterThan(4 * (box?.width ?? 0))
  })

  it('leaves out specks and regions that are hardly text', () => {
    expect(findTextBoxes(mapWithBar(100, 75, 2, 2, 0))).toEqual([])
    expect(findTextBoxes(mapWithBar(100, 75, 120, 10, 0, 0.4))).toEqual([])
  })
})
