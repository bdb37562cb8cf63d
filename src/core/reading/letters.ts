import type { PageText, TextLine } from './page-text.ts'

/** Letters with marks that a language writes, as far as text recognition knows them. */
const alphabets = {
  ca: 'àèéíïòóúüç',
  cs: 'áéíóú',
  da: 'æøåé',
  de: 'äöüßé',
  es: 'áéíóúñü',
  et: 'äöüõ',
  fi: 'äöåé',
  fr: 'éèêëàâçîïôùû',
  hu: 'áéíóöúü',
  is: 'áéíóúöæ',
  it: 'àèéìòù',
  nl: 'éëïü',
  pl: 'ó',
  pt: 'ãõáéíóúâêôçà',
  ro: 'âî',
  sv: 'åäöé',
  tr: 'çöü',
  vi: 'áàãâéèêíóòôõúù',
} satisfies Record<string, string>

type Language = keyof typeof alphabets

/** ISO 3166 → languages that receipts are printed in there. Countries that are not here print none of these letters. */
const languages: Record<string, Language[]> = {
  ...{ DE: ['de'], AT: ['de'], CH: ['de', 'fr', 'it'], LU: ['fr', 'de'], FR: ['fr'], BE: ['fr', 'nl', 'de'] },
  ...{ CA: ['fr'], MA: ['fr'], TN: ['fr'], IT: ['it'], NL: ['nl'], ES: ['es', 'ca'], PT: ['pt'], BR: ['pt'] },
  ...{ MX: ['es'], AR: ['es'], CL: ['es'], CO: ['es'], PE: ['es'], CR: ['es'], DO: ['es'], EC: ['es'] },
  ...{ UY: ['es'], SE: ['sv'], NO: ['da'], DK: ['da'], FI: ['fi'], IS: ['is'], EE: ['et'], PL: ['pl'] },
  ...{ CZ: ['cs'], SK: ['cs', 'de'], HU: ['hu'], RO: ['ro'], TR: ['tr'], VN: ['vi'] },
}

/** In so many lines a language's letters have to stand, where nothing else tells the country. */
const enoughLines = 2

const markedLetters = 'äöüßåøéèêëàâáçñíîïóôòõãúùû'
const marked = new RegExp(`[${markedLetters}]`, 'giu')
/** Also æ, and what recognition takes for ß and ø. */
const toSettle = new RegExp(`[${markedLetters}æβ°]`, 'iu')

/**
 * A speck above a letter looks like a mark to text recognition, and one mark like another. What the country's
 * languages do not write is taken back to the letter below; where they write just one form of that letter, it is
 * that one: `Krãuter` is `Kräuter` in Germany, and `Dîon` is `Dion` in Malaysia. The same pages where there is no mark.
 */
export function settleLetters(pages: PageText[], country: string | null): PageText[] {
  const unsettled = pages.some(
    ({ source, lines }) => source === 'ocr' && lines.some(({ text }) => toSettle.test(text)),
  )
  if (!unsettled) return pages
  const written = country === null ? [mostLikely(pages)].filter((each) => each !== null) : languages[country]
  const alphabet = (written ?? []).map((language) => alphabets[language]).join('')
  return pages.map((page) =>
    page.source === 'ocr'
      ? {
          ...page,
          lines: page.lines.map((line) => settleLine(line, alphabet)).filter(({ text }) => text !== ''),
        }
      : page,
  )
}

function settleLine(line: TextLine, alphabet: string): TextLine {
  const text = settle(line.text, alphabet)
  if (alphabet.includes('æ') || !/æ/i.test(text)) return { ...line, text }
  // Recognition puts this letter where it would have seen none, so where nobody writes it, it is none.
  const kept = text
    .split('')
    .map((letter, i) => ({ letter, x: line.charX[i] ?? line.x }))
    .filter(({ letter }) => !/æ/i.test(letter))
  const words = kept.slice(
    Math.max(
      0,
      kept.findIndex(({ letter }) => letter !== ' '),
    ),
  )
  return {
    ...line,
    text: words
      .map(({ letter }) => letter)
      .join('')
      .trimEnd(),
    charX: words.map(({ x }) => x),
  }
}

/** The text with the letters that the alphabet has; as long as before. */
function settle(text: string, alphabet: string): string {
  const own = alphabet.includes('ß') ? text.replaceAll('β', 'ß') : text
  // Recognition takes the slashed o of Danish and Norwegian for a degree sign.
  const slashed = alphabet.includes('ø') ? own.replace(/(?<=\p{L})°(?=\p{L})/gu, 'ø') : own
  return slashed.replace(marked, (letter) => {
    const lower = letter.toLowerCase()
    if (alphabet.includes(lower)) return letter
    const below = letterBelow(lower)
    const forms = new Set([...alphabet].filter((form) => letterBelow(form) === below))
    const [only = below] = forms.size === 1 ? forms : []
    if (lower === 'ß') return 'B'
    return letter === lower ? only : only.toUpperCase()
  })
}

function letterBelow(letter: string): string {
  const whole: Record<string, string> = { ø: 'o', ß: 'b' }
  return whole[letter] ?? letter.normalize('NFD').charAt(0)
}

/** The language whose letters stand in the most lines; null where none has enough. */
function mostLikely(pages: readonly PageText[]): Language | null {
  const lines = pages
    .flatMap((page) => (page.source === 'ocr' ? page.lines : []))
    .map((line) => new Set(line.text.toLowerCase().match(marked) ?? []))
    .filter((letters) => letters.size > 0)
  // Of languages that explain as much, the first one.
  let best: Language | null = null
  let most = enoughLines - 1
  for (const [language, alphabet] of Object.entries(alphabets) as [Language, string][]) {
    const explained = lines.filter((letters) => [...letters].every((letter) => alphabet.includes(letter)))
    if (explained.length > most) {
      best = language
      most = explained.length
    }
  }
  return best
}
