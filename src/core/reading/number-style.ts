import { numberTokens } from './number-tokens.ts'
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

/** Units behind a number: it measures something else than money. */
export const measureAfter =
  /^\s?(?:時|分|点|個|名|人|号|階|枚|本|杯|시|분|명|개)|^\s?(?:kg|kgs|g|gr|gm|gms|ml|cl|l|lt|ltr|ltrs|litre|litres|liter|liters|gal|gals|gallons?|km|mi|m|cm|mm|lb|lbs|oz|kwh|pcs|pc|stk|st|szt|ks|db|kpl|pz|x|min|hrs?|days?|pax|vol|m2|m3|°c|bar)\b(?!\s*[.,]?\d*[.,]\d{2}\s*$)/i

/** Decides how this receipt writes numbers. `hint` is the decimals of its currency where that is known. */
export function decideNumberStyle(rows: Row[], hint: 0 | 2 | 3 | null, bareNumbers = true): NumberStyle {
  const two = { '.': 0, ',': 0 }
  const three = { '.': 0, ',': 0 }
  let threeCertain = 0
  let spaceGroups = 0
  for (const row of rows) {
    const spaced = hint === 0 ? /^\D{0,4}\d{1,3} \d{3}\D{0,4}$/ : /^\D{0,4}\d{1,3} \d{3}[.,]\d{2}\D{0,4}$/
    for (const cell of row.cells) if (spaced.test(cell.text)) spaceGroups++
    for (const raw of numberTokens(row)) {
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
  if (twos === 0) {
    const decimals = hint ?? (threes === 0 && endsInWholeNumbers(rows) ? 0 : 2)
    return { decimal: '.', decimals, spaceGroups: spaceGroups > 0, bareNumbers }
  }
  return { decimal: two[','] > two['.'] ? ',' : '.', decimals: 2, spaceGroups: spaceGroups > 0, bareNumbers }
}

/**
 * A receipt without any separator whose rows end in long whole numbers counts in whole units: had the points
 * been lost in recognition, some would be left.
 */
function endsInWholeNumbers(rows: Row[]): boolean {
  return rows.filter((row) => /^\d{4,7}$/.test(row.cells.at(-1)?.text ?? '')).length >= 3
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
  // 6.270.00: one of the separators was misread.
  const isGrouped = tail[2].length === 2 && /^\d{1,3}(?:[.,]\d{3})+$/.test(head)
  const whole = (groups ? head + tail[2] : head).replace(/\D/g, '') || '0'
  if (whole.length > 10 || (separators.includes(tail[1]) && !groups && !isGrouped)) return null
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
