/**
 * How a line bends: at `u`, from -1 at its left end to 1 at its right end, its middle lies
 * `quadratic`·(u² − 1/3) + `cubic`·(u³ − 3u/5) pixels below the straight line through it. These two shapes have no
 * height and no slope of their own.
 */
export interface Bend {
  quadratic: number
  cubic: number
}

export const straight: Bend = { quadratic: 0, cubic: 0 }

/** How far below the straight line the middle lies at `u`. */
export function bendAt({ quadratic, cubic }: Bend, u: number): number {
  return quadratic * (u * u - 1 / 3) + cubic * (u * u * u - 0.6 * u)
}

/** How steeply the bend falls there, in pixels per unit of `u`. */
export function bendSlopeAt({ quadratic, cubic }: Bend, u: number): number {
  return 2 * quadratic * u + cubic * (3 * u * u - 0.6)
}

/** The bend of the same line seen after half a turn. */
export function turnedBend({ quadratic, cubic }: Bend): Bend {
  return { quadratic: -quadratic, cubic }
}

export interface FoundBend {
  /** Where the line through it lies in the middle, and how it falls, pixels per pixel. */
  offset: number
  slope: number
  bend: Bend
  /** How high the line itself is. */
  thickness: number
}

const minimumBins = 8

/** Fits a bend to the points of a line, each given along and across its rectangle, from the rectangle's middle. */
export function bendOf(points: [along: number, across: number][], width: number): FoundBend | null {
  const count = Math.min(64, Math.floor(width / 2))
  if (count < minimumBins) return null
  const bins = Array.from({ length: count }, () => ({ sum: 0, points: 0, top: Infinity, bottom: -Infinity }))
  for (const [along, across] of points) {
    const bin = bins[Math.max(0, Math.min(count - 1, Math.floor((along / width + 0.5) * count)))]
    if (!bin) continue
    bin.sum += across
    bin.points++
    bin.top = Math.min(bin.top, across)
    bin.bottom = Math.max(bin.bottom, across)
  }
  const middles = bins.flatMap((bin, index) =>
    bin.points === 0 ? [] : [{ u: ((index + 0.5) / count) * 2 - 1, across: bin.sum / bin.points }],
  )
  if (middles.length < count * 0.9) return null
  // The four shapes are orthogonal over evenly spread points: each can be fitted by itself.
  const share = (shape: (u: number) => number) => {
    let product = 0
    let square = 0
    for (const { u, across } of middles) {
      product += across * shape(u)
      square += shape(u) ** 2
    }
    return product / square
  }
  const heights = bins.filter((bin) => bin.points > 0).map((bin) => bin.bottom - bin.top + 1)
  return {
    offset: share(() => 1),
    slope: share((u) => u) / (width / 2),
    bend: { quadratic: share((u) => u * u - 1 / 3), cubic: share((u) => u ** 3 - 0.6 * u) },
    thickness: heights.sort((a, b) => a - b)[Math.floor(heights.length * 0.8)] ?? 0,
  }
}
