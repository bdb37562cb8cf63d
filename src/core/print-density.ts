import type { GreyPicture } from './grey-picture.ts'

/** Pictures are reduced to this on their shorter side before they are looked at: letters are a few pixels high then. */
export const printSide = 500

/**
 * Pictures with less print than this hold nothing that can be read. Measured on 148 receipts: the faintest
 * has 2.2, all others 8 and more; blank paper, also grainy, and tables have 0.2 and less. Of 29 pictures that were
 * blurred until recognition saw next to nothing, 21 have less; the others have traces of their largest letters.
 */
export const leastPrint = 0.5

/** A stroke of a letter is at most this wide, in pixels. */
const widestStroke = 10
/** Steps of brightness that are no noise: at least this, and more where the picture is grainy. */
const leastStep = 8
const stepsAboveNoise = 4.5

/**
 * Strokes for each thousand pixels: places where brightness falls and soon rises again, which print has in
 * plenty while edges, shadows and blur have none. Of rows and columns the one with more.
 */
export function printDensity({ grey, width, height }: GreyPicture): number {
  const step = Math.max(leastStep, stepsAboveNoise * noiseOf(grey, width))
  const inRows = strokesAlong(grey, width, height, 1, width, step)
  const inColumns = strokesAlong(grey, height, width, width, 1, step)
  return (1000 * Math.max(inRows, inColumns)) / (width * height)
}

/** The median step between neighbours, to a fraction: most of a receipt is paper. */
function noiseOf(grey: Uint8Array, width: number): number {
  const steps = new Uint32Array(256)
  for (let i = 1; i < grey.length; i++) {
    if (i % width === 0) continue
    const step = Math.abs((grey[i] ?? 0) - (grey[i - 1] ?? 0))
    steps[step] = (steps[step] ?? 0) + 1
  }
  const half = grey.length / 2
  let below = 0
  for (const [step, count] of steps.entries()) {
    if (below + count > half) return step - 0.5 + (half - below) / count
    below += count
  }
  return 0
}

/** Along `lines` lines of `length` points; `along` leads to the next point, `across` to the next line. */
function strokesAlong(
  grey: Uint8Array,
  length: number,
  lines: number,
  along: number,
  across: number,
  leastStep: number,
): number {
  let strokes = 0
  for (let line = 0; line < lines; line++) {
    let fell = Number.NEGATIVE_INFINITY
    for (let i = 1, at = line * across + along; i < length; i++, at += along) {
      const step = (grey[at] ?? 0) - (grey[at - along] ?? 0)
      if (step <= -leastStep) fell = i
      else if (step >= leastStep && i - fell <= widestStroke) {
        strokes++
        fell = Number.NEGATIVE_INFINITY
      }
    }
  }
  return strokes
}
