import { measureAfter, type NumberStyle, parseNumber } from './number-style.ts'
import { joinSpaceGroups, numberTokens } from './number-tokens.ts'
import type { Row } from './rows.ts'

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
const markBefore = new RegExp(`(?:(?:^|[^\\p{L}])(?:${mark})|[¥₩€£])\\s?[-:]?\\s*$`, 'u')
const markAfter = new RegExp(`^\\s?(?:${mark})(?![\\p{L}])`, 'u')
/** The mark belongs to the number in front of it: what follows `2,35 €` is a tax code. */
const ownMark = /\d[.,]\d{2}\s?[€₺₽₴]\s+$/u

/** All numbers of a row that can be amounts. */
export function amountsInRow(row: Row, style: NumberStyle): Amount[] {
  const raws = style.spaceGroups ? joinSpaceGroups(numberTokens(row), row.text) : numberTokens(row)
  const amounts: Amount[] = []
  for (const raw of raws) {
    const parsed = parseNumber(raw.text, style)
    if (!parsed) continue
    const before = row.text.slice(0, raw.start)
    const behind = row.text.slice(raw.end)
    // 2/4.00: two for four.
    if (/\d\/$/.test(before)) continue
    // 1001-Choco Bun: a code that leads a description.
    if (parsed.decimals === 0 && /^-\p{L}/u.test(behind)) continue
    // A number inside a word (7UP, A4, 500ML) is no amount; a currency mark or one tax letter beside it is fine.
    const marked = (markBefore.test(before) && !ownMark.test(before)) || markAfter.test(behind)
    // So is the rate of a tax: 外税8%, GST6%.
    if (!marked && /\p{L}$/u.test(before) && parsed.decimals === 0 && !behind.startsWith('%')) continue
    if (!marked && parsed.decimals === 0 && /^\p{L}{2,}/u.test(behind)) continue
    // 8,40Z 6PK is a size; 5,69B at the end of a row is an amount with its tax letter.
    if (!marked && /^\p{L}.*\p{L}.*\p{L}/u.test(behind)) continue
    const negative =
      /(?:^|[\s(:\p{L}$€£])-\s?(?:(?:RM|\$|€|£)\s?)?$/u.test(before) ||
      /^-(?![\d\p{L}])|^-\s?[A-Z]{1,2}$/u.test(behind) ||
      (/\(\s?(?:RM|\$|€|£)?\s?$/.test(before) && /^\s?\)/.test(behind))
    amounts.push({
      value: negative ? -parsed.value : parsed.value,
      decimals: parsed.decimals,
      row,
      start: raw.start,
      end: raw.end,
      x: row.charX[raw.start] ?? row.x,
      right: row.charX[raw.end - 1] ?? row.right,
      percent: /^\s?%/.test(behind) || /(?:^|(?<!\d)\s)%\s?$/.test(before),
      // The X at the end of a row tells how American tills tax the item.
      measure: measureAfter.test(behind) && !(parsed.decimals === 2 && /^\s?X\s*$/.test(behind)),
      marked,
      repaired: raw.repaired,
    })
  }
  return amounts
}

/**
 * An amount behind a phrase whose decimal point was not recognised, or as another sign: `13 15`, `1315`, `13-15`.
 * A guess, which counts only where other figures confirm it.
 */
export function guessAmount(row: Row, from: number, style: NumberStyle): Amount | null {
  if (style.decimals === 3) return null
  // Without decimals it is the sign that groups thousands: `261-333`.
  const thousands = /^[^\d%]*?(-?)(\d{1,3})\s?[-:;_*'~·]\s?(\d{3})\W*$/u
  const cents = /^[^\d%]*?(-?)(\d{1,4})\s?[-:;_*'~·]?\s?(\d{2})(?:\s?\p{L}{0,2})?\W*$/u
  const match = (style.decimals === 0 ? thousands : cents).exec(row.text.slice(from))
  if (!match?.[2] || !match[3]) return null
  const start = from + match[0].indexOf(match[2])
  const whole = Number(match[2]) * 1000
  const value = style.decimals === 0 ? 1000 * (whole + Number(match[3])) : whole + Number(match[3]) * 10
  const end = from + match[0].lastIndexOf(match[3]) + match[3].length
  return {
    value: match[1] ? -value : value,
    decimals: style.decimals,
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
