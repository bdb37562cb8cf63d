import { median } from '../core/median.ts'
import type { Cropper } from './crop.ts'
import { greyOf, type Tones, tonesOf } from './grey.ts'
import { blurPixels, type Pixels } from './pixels.ts'
import { maximumCropWidth } from './recognise.ts'
import type { TextBox } from './text-boxes.ts'

/** Tones are judged on small crops. */
const sampleHeight = 24
/** Pages whose letters differ less than this from their ground lose lines in detection unless they are enhanced. */
export const faintContrast = 80
/** Where even the lightest tones are darker than this, the camera had little light, and the picture is grainy. */
export const darkPhoto = 110
/** Takes the grain out and leaves the letters, in pixels. */
const grainBlur = 0.7
/** Print that shines through from the back has this share of the page's contrast at most, and is faint itself. */
const shineThroughShare = 0.3
const shineThrough = 0.17

/** Lines of print, without those that shine through from the back of thin paper, and their tones. */
export interface PrintedLines {
  boxes: TextBox[]
  /** Medians over the lines. */
  tones: Tones
}

export function printedLines(boxes: TextBox[], crop: Cropper): PrintedLines {
  const lines = boxes.map((box) => {
    const tones = tonesOf(greyOf(crop(box, sampleHeight, maximumCropWidth)))
    // A share of the lighter tone, so that lines in a shadow count like those in the light.
    return { box, tones, contrast: (tones.light - tones.dark) / Math.max(20, tones.light) }
  })
  const strong = lines.map((line) => line.contrast).sort((a, b) => a - b)[Math.floor(lines.length * 0.8)] ?? 0
  const limit = Math.min(shineThrough, strong * shineThroughShare)
  const printed = lines.filter((line) => line.contrast >= limit)
  const tones = {
    dark: median(printed.map((line) => line.tones.dark)),
    middle: median(printed.map((line) => line.tones.middle)),
    light: median(printed.map((line) => line.tones.light)),
  }
  return { boxes: printed.map((line) => line.box), tones }
}

/** Spreads the tones of faint text over the whole range, and smooths the grain of dark photos. */
export async function enhanceContrast(page: Pixels, { dark, light }: Tones): Promise<Pixels> {
  const factor = 200 / Math.max(1, light - dark)
  const table = new Uint8ClampedArray(256).map((_, value) => 25 + (value - dark) * factor)
  const enhanced = { ...page, data: page.data.map((value) => table[value] ?? 0) }
  return light < darkPhoto ? blurPixels(enhanced, grainBlur) : enhanced
}
