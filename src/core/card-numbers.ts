/**
 * Numbers of payment cards in clear: 13 to 19 digits, in one piece or in the groups in which cards show them,
 * that begin like a card of one of the large networks, have a length that network uses, and pass the check
 * of ISO/IEC 7812 (Luhn). One in ten other numbers passes that alone, so it is not enough. What is masked, as
 * `**** 1234` or `411111XXXXXX1111`, is no card number. Letters may stick to it: recognition loses blanks.
 */
const digitGroups = /(?<![\p{N}xX*#•·.,:/_-])\d+(?:[ -]{1,2}\d+)*(?![\p{L}\p{N}*#•·_])/gu

/** In groups of four, the last one of three, there are no more. */
const mostGroups = 5

/** Prefixes and lengths as the networks publish them; 13 digits are Visa's oldest. */
const networks: { prefix: RegExp; lengths: readonly number[] }[] = [
  { prefix: /^4/, lengths: [13, 16, 19] }, // Visa
  { prefix: /^(5[1-5]|2(22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720))/, lengths: [16] }, // Mastercard
  { prefix: /^3[47]/, lengths: [15] }, // American Express
  { prefix: /^3(0[0-5]|[689])/, lengths: [14, 16] }, // Diners Club
  { prefix: /^6(011|4[4-9]|5)/, lengths: [16, 19] }, // Discover
  { prefix: /^35(2[89]|[3-8])/, lengths: [16] }, // JCB
  { prefix: /^62/, lengths: [16, 17, 18, 19] }, // UnionPay
  { prefix: /^(5018|5020|5038|5893|6304|6759|676[1-3])/, lengths: [16, 18, 19] }, // Maestro
]

/** The card numbers in a text, as digits. */
export function findCardNumbers(text: string): string[] {
  return placesOf(text).map(([start, end]) => digitsOf(text.slice(start, end)))
}

/** The text with all but the last four digits of each card number as asterisks; nothing else changes. */
export function maskCardNumbers(text: string): string {
  let masked = text
  for (const [start, end] of placesOf(text)) {
    const shown = text.slice(start, end)
    let left = digitsOf(shown).length
    const hidden = shown.replaceAll(/\d/g, (digit) => (left-- > 4 ? '*' : digit))
    masked = masked.slice(0, start) + hidden + masked.slice(end)
  }
  return masked
}

/** Masks every string in a value that JSON can hold. */
export function maskCardNumbersIn<T>(value: T): T {
  if (typeof value === 'string') return maskCardNumbers(value) as T
  if (Array.isArray(value)) return value.map(maskCardNumbersIn) as T
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, maskCardNumbersIn(entry)])) as T
}

/** Where card numbers stand: groups of digits beside each other, of which some may belong to something else. */
function placesOf(text: string): [start: number, end: number][] {
  const places: [number, number][] = []
  for (const run of text.matchAll(digitGroups)) {
    const groups = [...run[0].matchAll(/\d+/g)].map((group) => {
      const start = run.index + group.index
      return { start, end: start + group[0].length }
    })
    // The last group may be the beginning of an amount, a date or a time.
    if (/^[.,:/-]\d/.test(text.slice(run.index + run[0].length))) groups.pop()
    for (let first = 0; first < groups.length; first++) {
      const start = groups[first]?.start ?? 0
      const beside = groups.slice(first, first + mostGroups)
      const last = beside.findLastIndex(({ end }) => isCardNumber(text.slice(start, end)))
      if (last < 0) continue
      places.push([start, beside[last]?.end ?? 0])
      first += last
    }
  }
  return places
}

function isCardNumber(shown: string): boolean {
  const digits = digitsOf(shown)
  return (
    isGrouped(shown) &&
    networks.some(({ prefix, lengths }) => prefix.test(digits) && lengths.includes(digits.length)) &&
    passesLuhn(digits)
  )
}

/** In one piece, or in groups of four (American Express and Diners: 4-6-5, 4-6-4); dates and amounts differ. */
function isGrouped(shown: string): boolean {
  const groups = shown.split(/[ -]+/).map((group) => group.length)
  if (groups.length === 1) return true
  if (groups.length === 3) return groups[0] === 4 && groups[1] === 6
  return groups.slice(0, -1).every((length) => length === 4)
}

function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i])
    sum += i % 2 === 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0)
  }
  return sum % 10 === 0
}

function digitsOf(shown: string): string {
  return shown.replaceAll(/\D/g, '')
}
