import type { Cropper } from './crop.ts'
import { greyOf, type Tones, tonesOf } from './grey.ts'
import type { Pixels } from './pixels.ts'
import { cropHeight, maximumCropWidth } from './recognise.ts'
import type { TextBox } from './text-boxes.ts'

/** Pages whose letters differ less than this from their ground lose lines in detection unless they are enhanced. */
export const faintContrast = 35

/** How bright letters and ground are: the medians over the lines of a page. */
export function tonesOfText(boxes: TextBox[], crop: Cropper): Tones {
  const tones = boxes.map((box) => tonesOf(greyOf(crop(box, cropHeight, maximumCropWidth))))
  const median = (pick: (tone: Tones) => number) =>
    tones.map(pick).sort((a, b) => a - b)[tones.length >> 1] ?? 0
  return { dark: median((t) => t.dark), middle: median((t) => t.middle), light: median((t) => t.light) }
}

/** Spreads the tones of faint text over the whole range. */
export function enhanceContrast(page: Pixels, { dark, light }: Tones): Pixels {
  const factor = 200 / Math.max(1, light - dark)
  const table = new Uint8ClampedArray(256).map((_, value) => 25 + (value - dark) * factor)
  return { ...page, data: page.data.map((value) => table[value] ?? 0) }
}
