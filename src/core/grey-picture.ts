/** Rows of brightness, 0 to 255. */
export interface GreyPicture {
  grey: Uint8Array
  width: number
  height: number
}

/** The median step between neighbours in a row, to a fraction: most of a receipt is paper. */
export function noiseOf({ grey, width }: GreyPicture): number {
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
