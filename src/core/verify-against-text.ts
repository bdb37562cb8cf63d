import type { Extraction } from './extraction.ts'
import { currencyExponent } from './money.ts'

const checkedAmounts = ['total', 'subtotal', 'taxTotal', 'tip', 'serviceCharge'] as const

export type VerifiedField = (typeof checkedAmounts)[number] | 'purchaseDate'

/**
 * The amounts and dates that a model claims and that do not stand in the text seen on the same document:
 * reason enough for a person to look. Says nothing (an empty list) where there is no text to compare with.
 * Lenient about what recognition confuses and how numbers are written: a missed doubt costs less than the
 * habit of ignoring doubts.
 */
export function fieldsNotInText(extraction: Extraction, lines: readonly string[]): VerifiedField[] {
  const text = lines.map(foldConfusions)
  if (!text.some((line) => /\d/.test(line))) return []
  const figures = new Set(text.flatMap(figuresIn))
  const exponent = extraction.currency === null ? 2 : currencyExponent(extraction.currency)
  const missing: VerifiedField[] = checkedAmounts.filter((field) => {
    const amount = extraction[field]
    return amount !== null && !spellings(amount, exponent).some((figure) => figures.has(figure))
  })
  const { purchaseDate } = extraction
  if (purchaseDate !== null && !dateStandsIn(purchaseDate, lines, text)) missing.push('purchaseDate')
  return missing
}

/** Letters that recognition puts in the place of digits, next to digits only. */
function foldConfusions(line: string): string {
  return line.replaceAll(/[\dOoIlSB.,:/-]*\d[\dOoIlSB.,:/-]*/g, (figure) =>
    figure.replaceAll(/[Oo]/g, '0').replaceAll(/[Il]/g, '1').replaceAll('S', '5').replaceAll('B', '8'),
  )
}

/** The digits of every number in a line. A blank may group or part: `1 234,50` gives 123450, 1 and 23450. */
function figuresIn(line: string): string[] {
  return (line.match(/\d(?:[\d.,'\s]*\d)?/g) ?? []).flatMap((run) => {
    const pieces = run.split(/(?<![.,])\s+(?![.,])/).map((piece) => piece.replaceAll(/\D/g, ''))
    return pieces.flatMap((_, first) =>
      [1, 2, 3].map((length) => withoutZeros(pieces.slice(first, first + length).join(''))),
    )
  })
}

/** 12.50 may stand as 1250 (with any separator) or 125; 12.00 also as 12. */
function spellings(amount: string, exponent: number): string[] {
  const [whole = '', decimals = ''] = amount.replace('-', '').split('.')
  const significant = decimals.replace(/0+$/, '')
  const written = [decimals, significant.padEnd(exponent, '0'), significant]
  return written.map((ending) => withoutZeros(whole + ending))
}

function withoutZeros(digits: string): string {
  return digits.replace(/^0+(?=\d)/, '')
}

const monthLocales = [
  'en',
  'de',
  'fr',
  'es',
  'it',
  'pt',
  'nl',
  'sv',
  'da',
  'nb',
  'fi',
  'pl',
  'cs',
  'ro',
  'id',
  'ms',
  'tr',
]

/** The day, month and year side by side, in any order and spelling, in one line. */
function dateStandsIn(date: string, lines: readonly string[], folded: readonly string[]): boolean {
  const [year = '', month = '', day = ''] = date.split('-')
  // The Buddhist era is ahead by 543 years; Japanese and other short eras are not checked by year.
  const years = new Set([
    year,
    year.slice(2),
    String(Number(year) + 543),
    String(Number(year) + 543).slice(2),
  ])
  const isDay = (part: string | undefined) => Number(part) === Number(day)
  const isMonth = (part: string | undefined) => Number(part) === Number(month)
  // The time may stick to a year of four digits.
  const isYear = (part = '') => years.has(part) || (part.length > 4 && years.has(part.slice(0, 4)))
  const compact = new Set([...years].flatMap((y) => [y + month + day, day + month + y, month + day + y]))
  return lines.some((line, index) => {
    const parts = (folded[index] ?? '').match(/\d+/g) ?? []
    if (parts.some((part) => compact.has(part.slice(0, 8)) || compact.has(part))) return true
    const side = parts.some((a, i) => {
      const [b, c] = parts.slice(i + 1)
      return (
        (isDay(a) && isMonth(b) && isYear(c)) ||
        (isMonth(a) && isDay(b) && isYear(c)) ||
        (isYear(a) && isMonth(b) && isDay(c))
      )
    })
    return side || (parts.some(isDay) && parts.some(isYear) && namesMonth(line, Number(month)))
  })
}

/** Three letters tell a month in most languages; recognition often loses the rest. */
function namesMonth(line: string, month: number): boolean {
  const words = plain(line).match(/[a-z]{3,}/g) ?? []
  return monthLocales.some((locale) => {
    const name = plain(
      new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2026, month - 1)),
    )
    return words.some((word) => word.startsWith(name.slice(0, 3)))
  })
}

function plain(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
}
