import { greyOf, tonesOf } from './grey.ts'
import type { Pixels } from './pixels.ts'
import type { Reading } from './recognise.ts'

/** A blank run this much wider than the line's usual gap between letters, in crop heights, parts two words. */
const wordGap = 0.17
/** Fixed-pitch type also leaves a wide blank after the point of an amount; a space there is wider by this. */
const afterPoint = 0.2
/** Chinese and Japanese are written without spaces, and their narrow signs leave wide blanks. */
const ideographGap = 0.5
/** In a line of few letters the usual gap may itself be one between words. */
const widestLetterGap = 0.25
const inkThreshold = 0.4
const ideographPair = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]{2}$/u

/**
 * The recognition network drops most spaces. They are put back where the picture shows a wide blank between the
 * places of two letters.
 */
export function restoreSpaces(reading: Reading, crop: Pixels): Reading {
  const blank = blankColumns(crop)
  const gaps: number[] = []
  for (let index = 1; index < reading.text.length; index++) {
    gaps.push(widestBlank(blank, reading.positions[index - 1] ?? 0, reading.positions[index] ?? 0))
  }
  const usual = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length * 0.4)] ?? 0
  const threshold = Math.min(usual, widestLetterGap * crop.height) + wordGap * crop.height
  let text = ''
  const positions: number[] = []
  for (let index = 0; index < reading.text.length; index++) {
    const character = reading.text[index] ?? ''
    const position = reading.positions[index] ?? 0
    const before = reading.positions[index - 1] ?? position
    const inNumber = /\d[.,]\d/.test(reading.text.slice(Math.max(0, index - 2), index + 1))
    const ideographs = ideographPair.test(reading.text.slice(Math.max(0, index - 1), index + 1))
    const extra = inNumber ? afterPoint : ideographs ? ideographGap : 0
    const needed = threshold + extra * crop.height
    // Fixed-pitch type leaves a wide blank before a point and beside a 1, but nobody sets a space there.
    const joined = /[.,]/.test(character) || isInDate(reading.text, index)
    const parted = index > 0 && (gaps[index - 1] ?? 0) > needed && !joined
    if (character === ' ' ? text !== '' && !text.endsWith(' ') : parted && !text.endsWith(' ')) {
      text += ' '
      positions.push(character === ' ' ? position : (before + position) / 2)
    }
    if (character === ' ') continue
    text += character
    positions.push(position)
  }
  const trimmed = text.trimEnd()
  return { text: trimmed, confidence: reading.confidence, positions: positions.slice(0, trimmed.length) }
}

/** Whether the character is the second digit of the middle number of a date with slashes or dashes. */
function isInDate(text: string, index: number): boolean {
  return /^[/-]\d\d[/-]$/.test(text.slice(index - 2, index + 2))
}

/** Which columns hold nothing darker (on dark ground: lighter) than the ground. */
function blankColumns(crop: Pixels): Uint8Array {
  const { width, height } = crop
  const grey = greyOf(crop)
  const { dark, middle, light } = tonesOf(grey)
  const darkGround = middle - dark < light - middle
  const contrast = darkGround ? light - middle : middle - dark
  const limit = Math.max(12, contrast * inkThreshold)
  const blank = new Uint8Array(width).fill(1)
  // The outermost rows may show the neighbouring lines' letters.
  const margin = Math.round(height * 0.12)
  for (let y = margin; y < height - margin; y++) {
    for (let x = 0; x < width; x++) {
      const difference = (grey[y * width + x] ?? 0) - middle
      if ((darkGround ? difference : -difference) > limit) blank[x] = 0
    }
  }
  return blank
}

function widestBlank(blank: Uint8Array, from: number, to: number): number {
  let widest = 0
  let run = 0
  for (let x = Math.round(from); x <= to; x++) {
    run = blank[x] ? run + 1 : 0
    if (run > widest) widest = run
  }
  return widest
}
