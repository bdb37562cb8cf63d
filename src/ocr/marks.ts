/** One letter of a line as a network sees it. */
export interface SeenLetter {
  /** More than one UTF-16 unit for rare characters. */
  text: string
  /** Crop column of its middle. */
  position: number
  probability: number
}

/** Signs and Latin letters that the main recogniser has no class for, or seldom chooses. */
const withMark = /[€£\u00c0-\u024f\u1e00-\u1eff]/

/** What the main recogniser takes a letter for, where that is not the letter without its mark. */
const alsoLike: Record<string, string> = {
  ...{
    ß: 'b8sβ',
    ø: 'o0e6°',
    ö: '0',
    í: 'l1',
    î: 'l1',
    ï: 'l1',
    ì: 'l1',
    ı: 'il1',
    ł: 'lt1',
    đ: 'd',
    ð: 'do6',
    þ: 'pb',
  },
  ...{ æ: 'ae', œ: 'oec', ç: 'g', '€': 'ceg6', '£': 'eflt' },
}

/** What a network sees in a line. */
export interface SeenSteps {
  /** For each step of `stepWidth` crop columns one of each class. */
  probabilities: Float32Array
  stepWidth: number
  marks: Marks
}

/** Of a network's classes those that are letters with marks, and which may be meant where a plain letter is seen. */
export interface Marks {
  /** The character of each class. */
  characters: string[]
  /** Classes of letters with marks. */
  marked: number[]
  /** For a letter without its mark, in small: its classes without and with marks. */
  formsOf(plain: string): { plain: number[]; marked: number[] }
}

export function marksOf(characters: string[]): Marks {
  const marked = [...characters.keys()].filter((index) => withMark.test(characters[index] ?? ''))
  const forms = new Map<string, { plain: number[]; marked: number[] }>()
  const formsOf = (plain: string) => {
    const known = forms.get(plain) ?? {
      plain: [...characters.keys()].filter((index) => characters[index]?.toLowerCase() === plain),
      marked: marked.filter((index) => isAlike(plain, characters[index] ?? '')),
    }
    forms.set(plain, known)
    return known
  }
  return { characters, marked, formsOf }
}

/** So many crop columns from the middle of a letter its mark is looked for. */
const reach = 13
/** Marks must be likely, and this much likelier than the letter without one: specks look like marks. */
const likelyMark = 0.25
const markCertainty = 1.5
/** Signs, and letters where the main recogniser saw none, have only their own certainty to speak for them. */
const sureLetter = 0.8

/**
 * The letters the main recogniser saw, with the marks that the other sees on them: ä where one reads a and the other
 * ä rather than a, whatever else it may see there. Other letters stay as they are, for the main recogniser reads those
 * best.
 */
export function addMarks(own: SeenLetter[], seen: SeenSteps): SeenLetter[] {
  const { probabilities, stepWidth, marks } = seen
  const classes = marks.characters.length
  const steps = probabilities.length / classes
  const result = own.map((letter, index) => {
    if (isInNumber(own, index)) return letter
    const forms = marks.formsOf(withoutMark(letter.text))
    const first = Math.max(0, Math.ceil((letter.position - reach) / stepWidth - 0.5))
    const last = Math.min(steps - 1, Math.floor((letter.position + reach) / stepWidth - 0.5))
    const sumOf = (index: number) => {
      let sum = 0
      for (let step = first; step <= last; step++) sum += probabilities[step * classes + index] ?? 0
      return sum
    }
    const plain = forms.plain.reduce((sum, index) => sum + sumOf(index), 0)
    const marked = forms.marked
      .map((index) => ({ index, sum: sumOf(index) }))
      .filter(
        ({ index: sign, sum }) =>
          !/[€£]/.test(marks.characters[sign] ?? '') || (sum > sureLetter && isBesideNumber(own, index)),
      )
    const all = marked.reduce((total, { sum }) => total + sum, 0)
    if (all < likelyMark || all < markCertainty * plain) return letter
    const best = marked.reduce((a, b) => (b.sum > a.sum ? b : a), { index: 0, sum: 0 })
    return { ...letter, text: marks.characters[best.index] ?? letter.text }
  })
  for (let step = 0; step < steps; step++) {
    const position = (step + 0.5) * stepWidth
    const index = marks.marked.find((index) => (probabilities[step * classes + index] ?? 0) > sureLetter)
    if (index === undefined || result.some((letter) => Math.abs(letter.position - position) <= reach))
      continue
    const probability = probabilities[step * classes + index] ?? 0
    insert(result, { text: marks.characters[index] ?? '', position, probability })
  }
  return result
}

/** Puts a letter where it stands in a word of Latin letters; beside others it may be a part of one of them. */
function insert(letters: SeenLetter[], seen: SeenLetter): void {
  const after = letters.findIndex(({ position }) => position > seen.position)
  const place = after < 0 ? letters.length : after
  const beside = `${letters[place - 1]?.text ?? ''}${letters[place]?.text ?? ''}`
  if (/\p{Script=Latin}/u.test(beside) && !/\p{Lo}/u.test(beside)) letters.splice(place, 0, seen)
}

/** A digit beside another one, or beside no letter. */
function isInNumber(letters: SeenLetter[], index: number): boolean {
  const isDigit = (letter: SeenLetter | undefined) => /\d/.test(letter?.text ?? '')
  const beside = [letters[index - 1], letters[index + 1]]
  return (
    isDigit(letters[index]) &&
    (beside.some(isDigit) || !beside.some((letter) => /\p{L}/u.test(letter?.text ?? '')))
  )
}

/** As a sign of a currency stands, with or without a blank. */
function isBesideNumber(letters: SeenLetter[], index: number): boolean {
  const text = (from: number, to: number) =>
    letters
      .slice(Math.max(0, from), to)
      .map(({ text }) => text)
      .join('')
  return /\d ?$/.test(text(index - 2, index)) || /^ ?\d/.test(text(index + 1, index + 3))
}

function isAlike(plain: string, marked: string): boolean {
  return (
    plain === withoutMark(marked) || (plain !== '' && (alsoLike[marked.toLowerCase()] ?? '').includes(plain))
  )
}

function withoutMark(letter: string): string {
  return letter.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
