import type { Row } from './rows.ts'

/** How the receipt writes numbers, decided from all of them together. */
export interface NumberStyle {
  decimal: '.' | ','
  /** Decimals of ordinary amounts: 0 for rupiah and yen, 2 mostly, 3 for Gulf dinars. */
  decimals: 0 | 2 | 3
  /** True where blanks group thousands: `1 234,50`. */
  spaceGroups: boolean
  /** Whether whole numbers below a thousand, without separator or mark, can be money. */
  bareNumbers: boolean
}

/** A number on the receipt that can be an amount of money. */
export interface Amount {
  /** In thousandths: 12.50 is 12500. Whole numbers, so that sums are exact. */
  value: number
  /** Decimals as printed. */
  decimals: number
  row: Row
  /** Where it stands in the row's text, sign included. */
  start: number
  end: number
  /** Page x of its first and last character. */
  x: number
  right: number
  /** Followed by a percent sign. */
  percent: boolean
  /** A unit behind it (kg, l, km …) says it measures something else than money. */
  measure: boolean
  /** A currency symbol or code stands beside it. */
  marked: boolean
  /** Letters had to be read as digits, or a blank removed. */
  repaired: boolean
}

export const thousandths = (value: number) => Math.round(value * 1000)

/** Thousandths as a canonical decimal string with the given decimals: 12500 → `12.50`. */
export function amountText(value: number, decimals: number): string {
  const places = Math.max(decimals, value % 1000 === 0 ? 0 : value % 100 === 0 ? 1 : value % 10 === 0 ? 2 : 3)
  const digits = String(Math.abs(value)).padStart(4, '0')
  const whole = digits.slice(0, -3)
  const fraction = digits.slice(-3).slice(0, places)
  return `${value < 0 ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`
}

const mark =
  'RM|MYR|US\\$|S\\$|A\\$|C\\$|CA\\$|NZ\\$|HK\\$|NT\\$|R\\$|MX\\$|\\$|€|EUR|EURO|£|GBP|¥|JPY|CNY|RMB|₹|Rs\\.?|INR|₩|KRW|₱|PHP|฿|THB|₫|VND|Rp\\.?|IDR|CHF|SFr\\.?|Fr\\.|kr\\.?|SEK|NOK|DKK|PLN|zł|zl|Kč|Kc|CZK|Ft|HUF|lei|RON|₺|TL|TRY|AED|Dhs?\\.?|SAR|QAR|KD|BD|OMR|ZAR|R|USD|SGD|AUD|NZD|CAD|MXN|BRL|USS|円|元|원|บาท|руб|₽|грн|₴|лв'
const markBefore = new RegExp(`(?:^|[^\\p{L}])(?:${mark})\\s?[-:]?\\s*$`, 'u')
const markAfter = new RegExp(`^\\s?(?:${mark})(?![\\p{L}])`, 'u')
const measureAfter =
  /^\s?(?:時|分|点|個|名|人|号|階|枚|本|杯|시|분|명|개)|^\s?(?:kg|kgs|g|gr|gm|gms|ml|cl|l|lt|ltr|ltrs|litre|litres|liter|liters|gal|gals|gallons?|km|mi|m|cm|mm|lb|lbs|oz|kwh|pcs|pc|stk|st|szt|ks|db|kpl|pz|x|min|hrs?|days?|pax|vol|m2|m3|°c|bar)\b(?!\s*[.,]?\d*[.,]\d{2}\s*$)/i

interface Raw {
  text: string
  start: number
  end: number
  repaired: boolean
}

/** One separator kind at most for grouping; a blank on one side of the decimal separator is recognition noise. */
const numberShape =
  /(?<![\d.,])\d{1,3}(?:[.,']\d{3})+(?:\s?[.,]\s?\d{1,3})?(?!\d)|\d+\s?[.,]\s?\d{1,3}(?!\d)|(?<![\dA-Za-z.,])[.,]\d{2}(?!\d)|\d+/g

/** Pieces that are not money: dates, times, telephone-like and other long strings of digits. */
const notMoney =
  /\b\d{1,4}([-/.])\d{1,2}\1\d{2,4}\b|\b\d{1,2}\s?:\s?\d{2}(?:\s?:\s?\d{2})?(?:\s?[ap]\.?m\b\.?)?|\b\d{1,2}\.\d{2}\s?(?:uhr|h)\b|\b\d{1,2}\.\d{2}\s?-\s?\d{1,2}\.\d{2}\b|[*xX#]{2,}[\d*xX#-]+|\b\d{2,4}(?:-\d{2,}){1,}\b|\b(?=[A-Z0-9-]*\d)[A-Z]+-?\d[\dA-Z-]{4,}\b|\d{10,}|#\s?\d+|\+\d[\d\s()-]{6,}|\(\d{2,4}\)\s?\d[\d\s-]{5,}/gi

function blankOut(text: string): string {
  return text.replace(notMoney, (piece) =>
    // RM1234.50 looks like a code but is money.
    /^(?:RM|USD|EUR|MYR|GBP|CHF|IDR|RP|R|PLN|SEK|NOK|DKK)\d+$/i.test(piece)
      ? piece
      : ' '.repeat(piece.length),
  )
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

function rawNumbers(row: Row): Raw[] {
  const clean = repairDigits(blankOut(row.text))
  const raws: Raw[] = []
  for (const match of clean.text.matchAll(numberShape)) {
    const text = match[0]
    const original = row.text.slice(match.index, match.index + text.length)
    raws.push({
      text,
      start: match.index,
      end: match.index + text.length,
      repaired: original !== text || /\s/.test(text),
    })
  }
  return raws
}

/** Decides how this receipt writes numbers. `hint` is the decimals of its currency where that is known. */
export function decideNumberStyle(rows: Row[], hint: 0 | 2 | 3 | null, bareNumbers = true): NumberStyle {
  const two = { '.': 0, ',': 0 }
  const three = { '.': 0, ',': 0 }
  let threeCertain = 0
  let spaceGroups = 0
  for (const row of rows) {
    const spaced = hint === 0 ? /^\D{0,4}\d{1,3} \d{3}\D{0,4}$/ : /^\D{0,4}\d{1,3} \d{3}[.,]\d{2}\D{0,4}$/
    for (const cell of row.cells) if (spaced.test(cell.text)) spaceGroups++
    for (const raw of rawNumbers(row)) {
      const behind = row.text.slice(raw.end)
      if (/^\s?%/.test(behind) || measureAfter.test(behind)) continue
      const tail = /([.,])\s?(\d+)$/.exec(raw.text)
      const separator = tail?.[1] as '.' | ',' | undefined
      if (!separator) continue
      const grouped = /[.,'].*[.,]/.test(raw.text)
      if (tail?.[2]?.length === 2) two[separator] += grouped ? 3 : 1
      else if (tail?.[2]?.length === 3) {
        three[separator] += 1
        if (/^0\D/.test(raw.text)) threeCertain++
      }
    }
  }
  const twos = two['.'] + two[',']
  const threes = three['.'] + three[',']
  if (twos * 2 < threes || (twos === 0 && hint === 0)) {
    const separator = three['.'] >= three[','] ? '.' : ','
    if (hint === 3 || (hint === null && threeCertain >= 2)) {
      return { decimal: separator, decimals: 3, spaceGroups: false, bareNumbers }
    }
    return { decimal: separator === '.' ? ',' : '.', decimals: 0, spaceGroups: spaceGroups > 0, bareNumbers }
  }
  if (twos === 0) return { decimal: '.', decimals: hint ?? 2, spaceGroups: spaceGroups > 0, bareNumbers }
  return { decimal: two[','] > two['.'] ? ',' : '.', decimals: 2, spaceGroups: spaceGroups > 0, bareNumbers }
}

/** The value of a number in thousandths, and its decimals, in this style. Null when it cannot be an amount. */
export function parseNumber(text: string, style: NumberStyle): { value: number; decimals: number } | null {
  const compact = text.replace(/[\s']/g, '')
  const tail = /([.,])(\d{1,3})$/.exec(compact)
  if (!tail?.[1] || tail[2] === undefined) {
    return /^\d{1,9}$/.test(compact) ? { value: Number(compact) * 1000, decimals: 0 } : null
  }
  const head = compact.slice(0, -tail[0].length)
  const separators = head.replace(/\d/g, '')
  const groups = tail[2].length === 3 && !isDecimalTail(head, tail[1], style)
  const whole = (groups ? head + tail[2] : head).replace(/\D/g, '') || '0'
  if (whole.length > 10 || (separators.includes(tail[1]) && !groups)) return null
  const fraction = groups ? '' : tail[2]
  return { value: Number(whole) * 1000 + Number(fraction.padEnd(3, '0') || 0), decimals: fraction.length }
}

function isDecimalTail(head: string, separator: string, style: NumberStyle): boolean {
  if (head === '' || /^0/.test(head)) return true
  if (/[.,]/.test(head)) return !head.includes(separator)
  if (head.length > 3) return true
  if (style.decimals === 3) return separator === style.decimal
  // 1.459 beside 20.15: a price for a unit. 1.459 beside 20,15, or without any decimals at all: thousands.
  return style.decimals === 2 && separator === style.decimal
}

/** All numbers of a row that can be amounts. */
export function amountsInRow(row: Row, style: NumberStyle): Amount[] {
  const raws = style.spaceGroups ? joinSpaceGroups(rawNumbers(row), row.text) : rawNumbers(row)
  const amounts: Amount[] = []
  for (const raw of raws) {
    const parsed = parseNumber(raw.text, style)
    if (!parsed) continue
    const before = row.text.slice(0, raw.start)
    const behind = row.text.slice(raw.end)
    // 2/4.00: two for four.
    if (/\d\/$/.test(before)) continue
    // A number inside a word (7UP, A4, 500ML) is no amount; a currency mark or one tax letter beside it is fine.
    const marked = markBefore.test(before) || markAfter.test(behind)
    if (!marked && /\p{L}$/u.test(before) && parsed.decimals === 0) continue
    if (!marked && parsed.decimals === 0 && /^\p{L}{2,}/u.test(behind)) continue
    // 8,40Z 6PK is a size; 5,69B at the end of a row is an amount with its tax letter.
    if (!marked && /^\p{L}.*\p{L}.*\p{L}/u.test(behind)) continue
    const negative =
      /(?:^|[\s(:\p{L}$€£])-\s?(?:(?:RM|\$|€|£)\s?)?$/u.test(before) ||
      /^-(?!\d)/.test(behind) ||
      (/\(\s?(?:RM|\$|€|£)?\s?$/.test(before) && /^\s?\)/.test(behind))
    amounts.push({
      value: negative ? -parsed.value : parsed.value,
      decimals: parsed.decimals,
      row,
      start: raw.start,
      end: raw.end,
      x: row.charX[raw.start] ?? row.x,
      right: row.charX[raw.end - 1] ?? row.right,
      percent: /^\s?%/.test(behind),
      measure: measureAfter.test(behind),
      marked,
      repaired: raw.repaired,
    })
  }
  return amounts
}

function joinSpaceGroups(raws: Raw[], text: string): Raw[] {
  const joined: Raw[] = []
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

/**
 * An amount behind a phrase whose decimal point was not recognised: `13 15`, `1315`. A guess, which counts only
 * where other figures confirm it.
 */
export function guessAmount(row: Row, from: number, style: NumberStyle): Amount | null {
  if (style.decimals !== 2) return null
  const match = /^[^\d%]*?(-?)(\d{1,4})\s?(\d{2})(?:\s?\p{L}{0,2})?\W*$/u.exec(row.text.slice(from))
  if (!match?.[2] || !match[3]) return null
  const start = from + match[0].indexOf(match[2])
  const value = Number(match[2]) * 1000 + Number(match[3]) * 10
  const end = from + match[0].lastIndexOf(match[3]) + 2
  return {
    value: match[1] ? -value : value,
    decimals: 2,
    row,
    start,
    end,
    x: row.charX[start] ?? row.x,
    right: row.charX[end - 1] ?? row.right,
    percent: false,
    measure: false,
    marked: false,
    repaired: true,
  }
}

/** Whether a number looks like money rather than a count, a code or a measure. */
export function looksLikeMoney(amount: Amount, style: NumberStyle): boolean {
  if (amount.percent || amount.measure) return false
  if (style.decimals === 2 && amount.decimals === 3) return false
  if (amount.decimals === 2 || amount.marked) return true
  if (style.decimals === 0) {
    return Math.abs(amount.value) >= (style.bareNumbers ? 50_000 : 1_000_000) || amount.value === 0
  }
  if (style.decimals === 3) return amount.decimals === 3
  // 1,234 in a receipt with decimals is a rounded thousand.
  return amount.decimals === 1
}
