import type { PageText, TextLine } from '../src/core/reading/page-text.ts'

/** How often recognition errs, as chances: a line is lost, a character read as one that looks like it, … */
export interface Noise {
  lineLost: number
  digit: number
  letter: number
  /** A decimal separator is lost, read as a blank, or as the other one. */
  separator: number
  blankLost: number
  lineSplit: number
  /** Moves of a box up or down, as a share of its height. */
  jitter: number
  /** Slope of the whole page, radians at most. */
  slope: number
}

export const noises: Record<string, Noise> = {
  light: {
    ...{ lineLost: 0.01, digit: 0.003, letter: 0.008, separator: 0.01 },
    ...{ blankLost: 0.05, lineSplit: 0.03, jitter: 0.08, slope: 0.005 },
  },
  heavy: {
    ...{ lineLost: 0.04, digit: 0.012, letter: 0.02, separator: 0.04 },
    ...{ blankLost: 0.15, lineSplit: 0.08, jitter: 0.15, slope: 0.015 },
  },
}

/** The same numbers for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

const looksLike: Record<string, string> = {
  ...{ 0: '068', 1: '17', 2: '27', 3: '38', 4: '49', 5: '56', 6: '680', 7: '71', 8: '836', 9: '94' },
  ...{ O: '0Q', I: '1l', l: '1I', S: '5', B: '8', E: 'F', F: 'E', M: 'N', N: 'H', R: 'P', C: 'G', G: 'C' },
  ...{ D: 'O', U: 'V', V: 'Y', T: 'I', L: 'I', e: 'c', c: 'e', a: 'o', o: 'a', n: 'r', r: 'n', i: 'l' },
  ...{ t: 'l', h: 'b', u: 'v', m: 'n' },
}

/** A page as it might have been recognised from a worse picture. */
export function withErrors(page: PageText, noise: Noise, random: () => number): PageText {
  const slope = (random() - 0.5) * 2 * noise.slope
  const lines = page.lines
    .filter(() => random() >= noise.lineLost)
    .flatMap((line) => split(line, noise, random))
    .map((line) => misread(line, noise, random))
    .filter((line) => line.text.trim() !== '')
    .map((line) => ({
      ...line,
      angle: line.angle + slope,
      y:
        line.y +
        (line.x + line.width / 2) * Math.tan(slope) +
        (random() - 0.5) * 2 * noise.jitter * line.height,
    }))
  return { ...page, lines }
}

function split(line: TextLine, noise: Noise, random: () => number): TextLine[] {
  const at = line.text.indexOf(' ', Math.floor(line.text.length / 3))
  if (at < 1 || random() >= noise.lineSplit) return [line]
  const x = line.charX[at] ?? line.x
  return [
    { ...line, text: line.text.slice(0, at), charX: line.charX.slice(0, at), width: x - line.x },
    {
      ...line,
      ...{ text: line.text.slice(at + 1), charX: line.charX.slice(at + 1) },
      ...{ x, width: line.x + line.width - x },
    },
  ]
}

function misread(line: TextLine, noise: Noise, random: () => number): TextLine {
  let text = ''
  const charX: number[] = []
  let wrong = 0
  const put = (character: string, index: number) => {
    text += character
    if (character !== '') charX.push(line.charX[index] ?? line.x)
  }
  for (const [index, character] of [...line.text].entries()) {
    const alike = looksLike[character]
    const isDigit = /\d/.test(character)
    const isSeparator = /\d[.,]\d/.test(line.text.slice(index - 1, index + 2)) && /[.,]/.test(character)
    if (alike && random() < (isDigit ? noise.digit : noise.letter)) {
      put(alike[Math.floor(random() * alike.length)] ?? character, index)
      wrong++
    } else if (isSeparator && random() < noise.separator) {
      const kind = random()
      put(kind < 0.4 ? '' : kind < 0.6 ? ' ' : character === '.' ? ',' : '.', index)
    } else if (character !== ' ' || random() >= noise.blankLost) put(character, index)
  }
  return { ...line, text, charX, confidence: Math.max(0.5, line.confidence - 0.06 * wrong) }
}
