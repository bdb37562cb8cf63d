import { type GreyPicture, noiseOf } from './grey-picture.ts'

/**
 * A picture of `printSide` with less may be blurred beyond reading. Of 111 legible receipts one has less, of 337 that
 * were made hard to read 25; of 337 blurred until recognition read nothing, all but one.
 */
export const leastSharpness = 0.4

/** Rises of brightness that are no noise: at least this high, and higher where the picture is grainy. */
const leastHeight = 16
const heightAboveNoise = 9
/** Edges of print against paper are the highest ones. */
const highest = 0.3

/**
 * How sharp the edges of print are, whatever its contrast: the share of an edge's height that lies between two
 * neighbouring pixels, in the median of the highest edges. Of rows and columns the one with less, because motion
 * blurs edges across it only. 0 where there are no edges at all.
 */
export function edgeSharpness({ grey, width, height }: GreyPicture): number {
  const least = Math.max(leastHeight, heightAboveNoise * noiseOf({ grey, width, height }))
  const inRows = edgesAlong(grey, width, height, 1, width)
  const inColumns = edgesAlong(grey, height, width, width, 1)
  return Math.min(medianSteepness(inRows, least), medianSteepness(inColumns, least))
}

const tones = 256

/** How often an edge of a height (rows of the table) had a steepest step (its columns); from where brightness turns to where it turns back. */
function edgesAlong(
  grey: Uint8Array,
  length: number,
  lines: number,
  along: number,
  across: number,
): Uint32Array {
  const edges = new Uint32Array(tones * tones)
  for (let line = 0; line < lines; line++) {
    let at = line * across
    let before = grey[at] ?? 0
    let start = before
    let steepest = 0
    let rising: boolean | null = null
    for (let i = 1; i < length; i++) {
      at += along
      const value = grey[at] ?? 0
      if (value !== before) {
        if (rising !== null && rising !== value > before) {
          const edge = Math.abs(before - start) * tones + steepest
          edges[edge] = (edges[edge] ?? 0) + 1
          start = before
          steepest = 0
        }
        rising = value > before
        steepest = Math.max(steepest, Math.abs(value - before))
      }
      before = value
    }
  }
  return edges
}

/** The median of steepest step to height over the highest of those edges that are at least so high. */
function medianSteepness(edges: Uint32Array, least: number): number {
  const perHeight = Array.from({ length: tones }, (_, height) =>
    edges.subarray(height * tones, (height + 1) * tones).reduce((sum, count) => sum + count, 0),
  )
  const all = perHeight.reduce((sum, count, height) => (height < least ? sum : sum + count), 0)
  let lowest = tones
  for (let taken = 0; lowest > least && taken < highest * all; ) taken += perHeight[--lowest] ?? 0
  const perShare = new Map<number, number>()
  let counted = 0
  for (let height = Math.max(1, lowest); height < tones; height++) {
    for (let step = 1; step <= height; step++) {
      const count = edges[height * tones + step] ?? 0
      if (count === 0) continue
      counted += count
      perShare.set(step / height, (perShare.get(step / height) ?? 0) + count)
    }
  }
  let below = 0
  for (const [share, count] of [...perShare].sort(([a], [b]) => a - b)) {
    below += count
    if (below > counted / 2) return share
  }
  return 0
}
