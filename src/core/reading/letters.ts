import type { PageText } from './page-text.ts'

/** Letters with marks that a language writes, small ones but for the dotted İ; of two forms the commoner first. */
const alphabets = {
  ca: 'àéèíïóòúüç',
  cs: 'áčďěéíňóřšťůúýž',
  da: 'æøåé',
  de: 'äöüßé',
  es: 'áéíóúñü',
  et: 'äõöüšž',
  fi: 'äöåé',
  fr: 'éèêëàâæçîïôœùû',
  hr: 'čćđšž',
  hu: 'áéíöóőüúű',
  is: 'áéíóöúýæðþ',
  it: 'àèéìòù',
  lt: 'ąčėęįšųūž',
  lv: 'āčēģīķļņšūž',
  nl: 'éëïü',
  pl: 'ąćęłńóśżź',
  pt: 'ãáâàéêíóõôúç',
  ro: 'ăâîșț',
  sk: 'áäčďéíľĺňóôŕšťúýž',
  sl: 'čšž',
  sv: 'åäöé',
  tr: 'çğıöşüİ',
  vi: 'áàảãạăắằẳẵặâấầẩẫậđéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵ',
} satisfies Record<string, string>

type Language = keyof typeof alphabets

/** ISO 3166 → languages that receipts are printed in there. Countries that are not here print none of these letters. */
const languages: Record<string, Language[]> = {
  ...{ DE: ['de'], AT: ['de'], CH: ['de', 'fr', 'it'], LU: ['fr', 'de'], FR: ['fr'], BE: ['fr', 'nl', 'de'] },
  ...{ CA: ['fr'], MA: ['fr'], TN: ['fr'], IT: ['it'], NL: ['nl'], ES: ['es', 'ca'], PT: ['pt'], BR: ['pt'] },
  ...{ MX: ['es'], AR: ['es'], CL: ['es'], CO: ['es'], PE: ['es'], CR: ['es'], DO: ['es'], EC: ['es'] },
  ...{ UY: ['es'], SE: ['sv'], NO: ['da'], DK: ['da'], FI: ['fi'], IS: ['is'], EE: ['et'], LV: ['lv'] },
  ...{
    LT: ['lt'],
    PL: ['pl'],
    CZ: ['cs'],
    SK: ['sk'],
    HU: ['hu'],
    RO: ['ro'],
    SI: ['sl'],
    HR: ['hr'],
    RS: ['hr'],
  },
  ...{ TR: ['tr'], VN: ['vi'] },
}

/** In so many lines, and so much of them, a language's letters have to stand where nothing else tells the country. */
const enoughLines = 2
const enoughShare = 0.08

/** Latin letters with marks; some, as Ţ, in a form that none of these languages prints. */
const markedLetters = 'À-ÖØ-öø-\u024f\u1e00-\u1eff'
const marked = new RegExp(`[${markedLetters}]`, 'gu')
/** Also what recognition takes for ß and ø. */
const toSettle = new RegExp(`[${markedLetters}β°]`, 'u')

/**
 * A speck above a letter looks like a mark to text recognition, and one mark like another. What the country's
 * languages do not write is taken back to the letter below; where they write another form of that letter, it is
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
          lines: page.lines.map((line) => ({ ...line, text: settle(line.text, alphabet) })),
        }
      : page,
  )
}

/** The text with the letters that the alphabet has; as long as before. */
function settle(text: string, alphabet: string): string {
  const own = alphabet.includes('ß') ? text.replaceAll('β', 'ß') : text
  // Recognition takes the slashed o of Danish and Norwegian for a degree sign.
  const slashed = alphabet.includes('ø') ? own.replace(/(?<=\p{L})°(?=\p{L})/gu, 'ø') : own
  return slashed.replace(marked, (letter) => {
    const lower = letter.toLowerCase()
    if (alphabet.includes(lower) || alphabet.includes(letter)) return letter
    if (lower === 'ß') return 'B'
    const lighter = withFewerMarks(lower).find((form) => alphabet.includes(form))
    const below = letterBelow(lower)
    const common = [...alphabet].find((form) => letterBelow(form) === below)
    const settled = lighter ?? common ?? below
    return letter === lower ? settled : settled.toUpperCase()
  })
}

/** Vietnamese letters have up to two marks: ế without one of them is ê or é. */
function withFewerMarks(letter: string): string[] {
  const [below = '', ...marks] = letter.normalize('NFD')
  return marks.length < 2 ? [] : marks.map((mark) => `${below}${mark}`.normalize('NFC'))
}

function letterBelow(letter: string): string {
  const whole: Record<string, string> = {
    ø: 'o',
    ß: 'b',
    æ: 'a',
    œ: 'o',
    ł: 'l',
    đ: 'd',
    ð: 'd',
    þ: 'p',
    ı: 'i',
  }
  return whole[letter] ?? letter.normalize('NFD').charAt(0)
}

/** The language whose letters stand in the most lines; null where none has enough. */
function mostLikely(pages: readonly PageText[]): Language | null {
  const read = pages.flatMap((page) => (page.source === 'ocr' ? page.lines : []))
  const lines = read
    .map((line) => new Set(line.text.toLowerCase().match(marked) ?? []))
    .filter((letters) => letters.size > 0)
  // Of languages that explain as much, the first one.
  let best: Language | null = null
  let most = Math.max(enoughLines, Math.ceil(enoughShare * read.length)) - 1
  for (const [language, alphabet] of Object.entries(alphabets) as [Language, string][]) {
    const explained = lines.filter((letters) => [...letters].every((letter) => alphabet.includes(letter)))
    if (explained.length > most) {
      best = language
      most = explained.length
    }
  }
  return best
}
