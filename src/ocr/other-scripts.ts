import type { OtherScript } from './models.ts'
import type { Pixels } from './pixels.ts'
import { cropHeight, type Reading, recognise } from './recognise.ts'

/** Below this a line may be in letters its reader does not know. */
const doubtfulLine = 0.9
/** Stains and specks are read with doubt as well: a page in another script has more such lines, and a larger share. */
const fewestDoubtful = 4
const doubtfulShare = 0.12
/** So many doubtful lines are tried; other recognisers cost as much a line as the main one. */
const triedLines = 8
/** In so many of them, and of all tried, the other recogniser must know words that the main one does not. */
const fewestKnown = 3
const knownShare = 0.4
const sureLine = 0.85
const clearGain = 0.1
/** Han characters both recognisers know, each in the forms of its own language. */
const eastAsian = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u

/**
 * Reads the lines of a page again with the recogniser of another script, where the main one's doubts and the other's
 * certainty show that script. Gives the readings as they were for all other pages.
 */
export async function readOtherScript(
  scripts: OtherScript[],
  crops: Pixels[],
  readings: Reading[],
): Promise<Reading[]> {
  const script = await scriptOf(scripts, crops, readings)
  if (!script) return readings
  const others = await recognise(await script.recogniser(), crops)
  return readings.map((own, index) => surer(own, others[index] ?? own, script))
}

async function scriptOf(
  scripts: OtherScript[],
  crops: Pixels[],
  readings: Reading[],
): Promise<OtherScript | undefined> {
  const long = crops.flatMap((crop, index) => {
    const reading = readings[index]
    return reading && crop.width > 1.5 * crop.height ? [{ crop, reading }] : []
  })
  const doubtful = long.filter(({ reading }) => reading.confidence < doubtfulLine)
  if (doubtful.length < Math.max(fewestDoubtful, doubtfulShare * long.length)) return undefined
  const every = Math.ceil(doubtful.length / triedLines)
  const tried = doubtful.filter((_, index) => index % every === 0)
  for (const script of scripts) {
    const seen = await recognise(
      await script.recogniser(),
      tried.map(({ crop }) => crop),
    )
    const known = seen.filter(
      ({ text, confidence }, index) =>
        confidence > sureLine &&
        confidence > (tried[index]?.reading.confidence ?? 1) + clearGain &&
        eastAsian.test(text),
    )
    if (known.length >= Math.max(fewestKnown, knownShare * tried.length)) return script
  }
  return undefined
}

/** The surer reading; the other recogniser's words get the digits of the main one, which reads those best. */
function surer(own: Reading, other: Reading, { letter }: OtherScript): Reading {
  if (!eastAsian.test(other.text)) return own
  // Letters that the main recogniser does not know leave it as sure of what it takes them for, or leaves out.
  const margin = letter.test(other.text) ? clearGain : 0
  return own.confidence > other.confidence + margin ? own : withDigits(other, own)
}

/** How far from the place of a character the other recogniser may see the same one, in crop columns. */
const samePlace = cropHeight / 4

/** `reading` with the numbers of `digits` and what touches them, wherever it has no word in their places. */
function withDigits(reading: Reading, digits: Reading): Reading {
  let { text, positions } = reading
  for (const { 0: number, index } of [...digits.text.matchAll(/[!-~¥₩]*\d[!-~]*/g)].reverse()) {
    const places = digits.positions.slice(index, index + number.length)
    const [first = 0, last = 0] = [places[0], places.at(-1)]
    const start = positions.findIndex((place) => place > first - samePlace)
    const end = positions.findLastIndex((place) => place < last + samePlace) + 1
    const replaced = text.slice(Math.max(0, start), end)
    if (start < 0 || !/\d/.test(replaced) || /[^!-~]{2}/u.test(replaced)) continue
    // Next to letters it does not know the main one drops digits, too; what it read of a longer number it read well.
    if (!/\d[.,:/-]\d/.test(number) && countDigits(number) < countDigits(replaced)) continue
    text = text.slice(0, start) + number + text.slice(end)
    positions = [...positions.slice(0, start), ...places, ...positions.slice(end)]
  }
  return { ...reading, text, positions }
}

const countDigits = (text: string) => text.replace(/\D/g, '').length
