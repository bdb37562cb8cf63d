import { median } from '../core/median.ts'
import type { PageWarning } from '../core/reading/page-text.ts'
import { greyOf, tonesOf } from './grey.ts'
import { mixedAlphabets } from './look-alikes.ts'
import type { Pixels } from './pixels.ts'
import type { Reading } from './recognise.ts'

/** One detected line: its crop, and what was read in it. */
export interface LineEvidence {
  crop: Pixels
  reading: Reading
}

/** Median contrast of letters to ground below which lines may have been missed even after enhancing. */
const lowContrast = 18
/** Steepest change of tone between neighbouring columns, as a share of the contrast; sharp text has 0.3 and more. */
const blurredEdge = 0.13
/** Below this, words are uncertain because they are small or out of focus. */
const legibleEdge = 0.22
/** So many lines tell how sharp a page is. */
const sharpnessSample = 24
/** Latin and Chinese words are read with 0.92 and more even on poor photos; other scripts with 0.88 at best. */
const foreignWords = 0.88
const foreignGap = 0.08
const minimumLines = 5

/** What makes the text of a page untrustworthy. `contrast` is that of the original picture. */
export function pageWarnings(lines: LineEvidence[], contrast: number): PageWarning[] {
  if (lines.length === 0) return []
  const every = Math.ceil(lines.length / sharpnessSample)
  const sample = lines.filter((_, index) => index % every === 0)
  const sharpness = median(sample.map(({ crop }) => edgeSharpness(crop)))
  const warnings: PageWarning[] = []
  if (contrast < lowContrast) warnings.push('low_contrast')
  if (sharpness < blurredEdge) warnings.push('blurred')
  if (sharpness > legibleEdge && showsForeignScript(lines)) warnings.push('script_unsupported')
  return warnings
}

/**
 * The models know Latin letters and Chinese characters. In other scripts digits are still read with certainty while
 * words come out as look-alikes with little: that gap tells a foreign script from a bad photo.
 */
function showsForeignScript(lines: LineEvidence[]): boolean {
  const long = lines.filter(({ crop }) => crop.width > 1.5 * crop.height)
  const words = long.filter(({ reading }) => reading.confidence < 0.5 || isWord(reading.text))
  const numbers = long.filter(({ reading }) => isNumber(reading.text))
  if (words.length < minimumLines) return false
  const strange = words.filter(({ reading }) => mixedAlphabets.test(reading.text))
  if (strange.length >= 3 && strange.length > 0.15 * words.length) return true
  const certainty = median(words.map(({ reading }) => reading.confidence))
  const numeric = numbers.length < 3 ? 0 : median(numbers.map(({ reading }) => reading.confidence))
  return certainty < foreignWords && numeric > certainty + foreignGap
}

function isWord(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  return letters >= 3 && letters > (text.match(/\d/g)?.length ?? 0)
}

function isNumber(text: string): boolean {
  return (text.match(/\d/g)?.length ?? 0) >= 3 && !/\p{L}/u.test(text)
}

function edgeSharpness(crop: Pixels): number {
  const grey = greyOf(crop)
  const { dark, light } = tonesOf(grey)
  const steps = new Uint32Array(256)
  for (let index = 1; index < grey.length; index++) {
    if (index % crop.width === 0) continue
    const step = Math.abs((grey[index] ?? 0) - (grey[index - 1] ?? 0))
    steps[step] = (steps[step] ?? 0) + 1
  }
  let above = 0.03 * grey.length
  let steep = 255
  for (; steep > 0; steep--) {
    above -= steps[steep] ?? 0
    if (above < 0) break
  }
  return steep / Math.max(8, light - dark)
}
