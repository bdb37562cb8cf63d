import type { Row } from './rows.ts'

/** A number as it stands in a row, before anything is known about how the receipt writes numbers. */
export interface NumberToken {
  text: string
  start: number
  end: number
  repaired: boolean
}

/**
 * One separator kind at most for grouping; a blank on one side of the decimal separator is recognition noise.
 * Two amounts without a blank between them are two: `111,000222,000`, `4.609.20`.
 */
const numberShape =
  /(?<![\d.,])\d+\.\d\d(?=\d\d+\.\d\d(?!\d))|(?<![\d.,])\d+,\d\d(?=\d\d+,\d\d(?!\d))|(?<![\d.,])\d{1,3}(?:[.,']\d{3})+(?:\s?[.,]\s?\d{1,3})?(?!\d)|(?<![\d.,])\d{1,3}[.,]\d{3}(?=\d{1,3}[.,]\d{3}(?!\d))|\d+\s?[.,]\s?\d{1,3}(?!\d)|(?<![\dA-Za-z.,])[.,]\d{2}(?!\d)|\d+/g

/**
 * Pieces that are not money: dates, times, telephone-like and other long strings of digits, numbers behind `#` unless
 * written as an amount, in front of which it is what recognition makes of ₦.
 */
const notMoney =
  /\d{2,4}\s?年\s?\d{1,2}(?:\s?-\s?\d{1,2})?\s?月(?:\s?\d{1,2}\s?日)?|\b\d{1,4}([-/.])\d{1,2}\1\d{2,4}\b|\b\d{1,2}\s?:\s?\d{2}(?!\d?[.,]\d|\d?\s?%)(?:\s?:\s?\d{2})?(?:\s?[ap]\.?m\b\.?)?|\b\d{1,2}\.\d{2}\s?(?:uhr|h)\b|\b\d{1,2}\.\d{2}\s?-\s?\d{1,2}\.\d{2}\b|[*xX#]{2,}[\d*xX#-]+|\b\d{2,4}(?:-\d{2,}){1,}\b|\b(?=[A-Z0-9-]*\d)[A-Z]+-?\d[\dA-Z-]{4,}\b|\d{10,}|#\s?\d+(?!\d|,\d{3}|[.,]\d{2}(?!\d))|\+\d[\d\s()-]{6,}|\(\d{2,4}\)\s?\d[\d\s-]{5,}/gi

function blankOut(text: string): string {
  return text.replace(notMoney, (piece) => {
    // RM1234.50 looks like a code but is money, also behind a word that took a digit: Tota1RM51.30.
    const money = /(?:^|\d)(?:RM|USD|EUR|MYR|GBP|CHF|IDR|RP|R|PLN|SEK|NOK|DKK)(\d+)$/i.exec(piece)?.[1]
    return (money ?? '').padStart(piece.length)
  })
}

/** Letters taken for digits inside a number: only where what comes out is a whole amount with two decimals. */
function repairDigits(text: string): { text: string; repaired: boolean } {
  let repaired = false
  const out = text.replace(
    /(?<![\p{L}\d])[\dOoQDlI|SBZ]{1,7}[.,][\dOoQDlI|SBZ]{2}(?![\p{L}\d])/gu,
    (piece, at: number) => {
      const behind = text.slice(at + piece.length).replace(/[^\p{L}]/gu, '')
      if (/^[\d.,]+$/.test(piece) || !/\d/.test(piece) || behind.length > 2) return piece
      repaired = true
      return piece
        .replace(/[OoQD]/g, '0')
        .replace(/[lI|]/g, '1')
        .replace(/S/g, '5')
        .replace(/B/g, '8')
        .replace(/Z/g, '2')
    },
  )
  return { text: out, repaired }
}

/** The numbers of a row that are not parts of dates, times, telephone numbers or codes. */
export function numberTokens(row: Row): NumberToken[] {
  const clean = repairDigits(blankOut(row.text))
  const raws: NumberToken[] = []
  for (const match of clean.text.matchAll(numberShape)) {
    let start = match.index
    for (const text of splitGlued(match[0])) {
      const end = start + text.length
      raws.push({ text, start, end, repaired: row.text.slice(start, end) !== text || /\s/.test(text) })
      start = end
    }
  }
  return raws
}

/** `4.609.20` is 4.60 and 9.20, a price and what it makes; `6.270.00` is one amount, a separator misread. */
function splitGlued(text: string): string[] {
  const glued = /^(\d{1,3}([.,])\d\d)(\d\2\d\d)$/.exec(text)
  const value = (part: string) => Number(part.replace(',', '.'))
  const [, first = '', , second = ''] = glued ?? []
  return glued && value(second) >= value(first) ? [first, second] : [text]
}

/** Numbers of three digits behind one of up to three, with a blank between, are one: `1 234,50`. */
export function joinSpaceGroups(raws: NumberToken[], text: string): NumberToken[] {
  const joined: NumberToken[] = []
  for (const raw of raws) {
    const last = joined.at(-1)
    if (
      last &&
      raw.start === last.end + 1 &&
      text[last.end] === ' ' &&
      /^\d{1,3}( \d{3})*$/.test(last.text) &&
      /^\d{3}(?:[.,]\d{2})?$/.test(raw.text)
    ) {
      joined[joined.length - 1] = { ...last, text: `${last.text} ${raw.text}`, end: raw.end }
    } else joined.push(raw)
  }
  return joined
}
