import { mixedAlphabets } from './look-alikes.ts'
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
const clearGain = 0.06
/** The main recogniser is sure of some letters it does not know: of what they look like. */
const unknownLetters = 0.12

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
  const others = await readAs(script, crops)
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
  let best: OtherScript | undefined
  let highest = 0
  for (const script of scripts) {
    const seen = await readAs(
      script,
      tried.map(({ crop }) => crop),
    )
    const gains = seen.flatMap(({ text, confidence }, index) => {
      const gain = confidence - (tried[index]?.reading.confidence ?? 1)
      // Letters of other scripts look like some of this one and like some Latin ones.
      const known = script.proof.test(text) && !mixedAlphabets.test(text)
      return known && confidence > sureLine && gain > clearGain ? [gain] : []
    })
    const gained = gains.reduce((sum, gain) => sum + gain, 0)
    if (gains.length < Math.max(fewestKnown, knownShare * tried.length) || gained < highest) continue
    best = script
    highest = gained
  }
  return best
}

async function readAs(script: OtherScript, crops: Pixels[]): Promise<Reading[]> {
  const readings = await recognise(await script.recogniser(), crops)
  return readings.map((reading) => ({ ...reading, text: script.spell(reading.text) }))
}

/** The surer reading; the other recogniser's words get the digits of the main one, which reads those best. */
function surer(own: Reading, other: Reading, { letter, anyLetter }: OtherScript): Reading {
  if (!anyLetter.test(other.text)) return own
  const margin = letter.test(other.text) ? unknownLetters : 0
  return own.confidence > other.confidence + margin ? own : withDigits(other, own)
}

/** How far from the place of a character the other recogniser may see the same one, in crop columns. */
const samePlace = cropHeight / 4

/**
 * `reading` with the numbers of `digits` and what touches them, wherever it has no word in their places; Cyrillic
 * letters may stand for digits there.
 */
function withDigits(reading: Reading, digits: Reading): Reading {
  let { text, positions } = reading
  for (const { 0: number, index } of [...digits.text.matchAll(/[!-~¥₩]*\d[!-~]*/g)].reverse()) {
    const places = digits.positions.slice(index, index + number.length)
    const [first = 0, last = 0] = [places[0], places.at(-1)]
    const start = positions.findIndex((place) => place > first - samePlace)
    const end = positions.findLastIndex((place) => place < last + samePlace) + 1
    const replaced = text.slice(Math.max(0, start), end)
    if (start < 0 || !/\d/.test(replaced) || /[^!-~ОоЗзӨб]{2}/u.test(replaced)) continue
    // Next to letters it does not know the main one drops digits, too; what it read of a longer number it read well.
    if (!/\d[.,:/-]\d/.test(number) && countDigits(number) < countDigits(replaced)) continue
    text = text.slice(0, start) + number + text.slice(end)
    positions = [...positions.slice(0, start), ...places, ...positions.slice(end)]
  }
  return { ...reading, text, positions }
}

const countDigits = (text: string) => text.replace(/\D/g, '').length
