import { bendSlopeAt } from './bend.ts'
import type { TextBox } from './text-boxes.ts'

/** Slopes of a page's lines, after its skew was taken out: on curled or tilted paper they differ from place to place. */
export interface SlopeField {
  /** How steeply text falls to the right at a place, pixels per pixel. */
  slopeAt(x: number, y: number): number
  /** How much lower a line lies at a place than where it crosses the middle of the page. */
  dropAt(x: number, y: number): number
}

/** Slopes as polynomials: fanned out by perspective (y), bent by curl (x, x², and both changing downwards). */
const shapes = 6
const basis = (x: number, y: number) => [1, x, y, x * y, x * x, x * x * y]
/** The same from the page's middle to x, summed up. */
const summed = (x: number, y: number) => {
  const [square, cube] = [(x * x) / 2, (x * x * x) / 3]
  return [x, square, x * y, square * y, cube, cube * y]
}
/** Slopes further than this from what their neighbours say are those of stains and of misjudged short words. */
const usualError = 0.015
const rounds = 4
/** Draws what few lines say towards a flat page. */
const flatness = 0.02

/** Fits the slopes of lines, whose boxes are those of the straightened page of this size. */
export function slopeField(boxes: TextBox[], width: number, height: number): SlopeField {
  const place = (x: number, y: number) => [(2 * x) / width - 1, (2 * y) / height - 1] as const
  const samples = boxes
    .filter((box) => box.width > 3 * box.height)
    .flatMap((box) =>
      [-0.6, 0, 0.6].map((u) => {
        const along = (u * box.width) / 2
        const [x, y] = place(
          box.centreX + along * Math.cos(box.angle),
          box.centreY + along * Math.sin(box.angle),
        )
        const slope = Math.tan(box.angle) + bendSlopeAt(box.bend, u) / (box.width / 2)
        return {
          values: basis(x, y),
          slope,
          weight: (box.width / width) * Math.min(1, box.width / box.height / 12),
        }
      }),
    )
  let factors = new Array<number>(shapes).fill(0)
  const at = (values: number[]) =>
    values.reduce((sum, value, index) => sum + value * (factors[index] ?? 0), 0)
  for (let round = 0; round < rounds; round++) {
    factors = leastSquares(
      samples.map(({ values, slope, weight }) => {
        const error = round === 0 ? 0 : Math.abs(at(values) - slope)
        return { values, wanted: slope, weight: weight / (1 + (error / usualError) ** 2) }
      }),
    )
  }
  return {
    slopeAt: (x, y) => at(basis(...place(x, y))),
    dropAt: (x, y) => (at(summed(...place(x, y))) * width) / 2,
  }
}

/** Weighted least squares with a small penalty on all factors but the first; Gauss elimination. */
function leastSquares(samples: { values: number[]; wanted: number; weight: number }[]): number[] {
  const rows = Array.from({ length: shapes }, (_, row) => {
    const sums = new Array<number>(shapes + 1).fill(0)
    sums[row] = row === 0 ? 1e-6 : flatness
    for (const { values, wanted, weight } of samples) {
      const factor = weight * (values[row] ?? 0)
      for (let column = 0; column < shapes; column++)
        sums[column] = (sums[column] ?? 0) + factor * (values[column] ?? 0)
      sums[shapes] = (sums[shapes] ?? 0) + factor * wanted
    }
    return sums
  })
  for (let pivot = 0; pivot < shapes; pivot++) {
    for (let row = 0; row < shapes; row++) {
      if (row === pivot) continue
      const share = (rows[row]?.[pivot] ?? 0) / (rows[pivot]?.[pivot] ?? 1)
      rows[row] = (rows[row] ?? []).map((value, column) => value - share * (rows[pivot]?.[column] ?? 0))
    }
  }
  return rows.map((row, index) => (row[shapes] ?? 0) / (row[index] ?? 1))
}
