import { ExpensaError } from './errors.ts'

/** An amount and its currency, always together. `minorUnits` is a safe integer: 12.50 EUR is 1250. */
export interface Money {
  minorUnits: number
  currency: string
}

/**
 * Decimals of the currencies that do not have two, after ISO 4217 (list one, 2024). An own table, because
 * `Intl` answers with what is customary in shops instead: HUF, IDR, COP and a dozen more get 0 there.
 */
const exponents: Record<string, number> = {
  ...Object.fromEntries(
    'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((c) => [c, 0]),
  ),
  ...Object.fromEntries('BHD IQD JOD KWD LYD OMR TND'.split(' ').map((c) => [c, 3])),
  ...Object.fromEntries('CLF UYW'.split(' ').map((c) => [c, 4])),
}

/** ISO 4217 codes of circulating currencies; what is not here is not accepted as a currency. */
export const currencies: ReadonlySet<string> = new Set(
  (
    'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD ' +
    'CAD CDF CHF CLF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP ' +
    'GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD ' +
    'KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK ' +
    'NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD ' +
    'SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYI UYU UYW UZS VES VND VUV WST ' +
    'XAF XCD XCG XOF XPF YER ZAR ZMW ZWG'
  ).split(' '),
)

export function isCurrency(code: string): boolean {
  return currencies.has(code)
}

/** How many decimals amounts of this currency have: JPY 0, EUR 2, KWD 3. */
export function currencyExponent(currency: string): number {
  return exponents[currency] ?? 2
}

/**
 * Reads a decimal amount as people and models write it: `12.50`, `1.234,50`, `1,234.50`, `1 234,50`,
 * `(12.50)`, `12.50-`, `-12,50`. Returns a canonical decimal string (`-1234.50`), or null when the text
 * is no amount or could mean two different ones in this currency.
 *
 * A lone separator before exactly three digits (`1.234`) groups thousands, unless the currency itself has
 * three decimals; two different separators settle it by themselves: the last one is the decimal one.
 */
export function normalizeAmount(text: string, currency?: string | null): string | null {
  let body = text.trim().replaceAll(/[\u00a0\u202f\u2009]/g, ' ')
  let negative = false
  const bracketed = /^\((.*)\)$/.exec(body)
  if (bracketed?.[1] !== undefined) {
    negative = true
    body = bracketed[1].trim()
  }
  const signed = /^([-+\u2212])?\s*(.*?)\s*([-\u2212])?$/.exec(body)
  if (!signed) return null
  if (signed[1] === '-' || signed[1] === '\u2212' || signed[3]) negative = !negative
  body = signed[2] ?? ''

  const exponent = currency ? currencyExponent(currency) : 2
  const digits = decimalFrom(body, exponent)
  if (digits === null) return null
  const isZero = /^0*(\.0*)?$/.test(digits)
  return negative && !isZero ? `-${digits}` : digits
}

function decimalFrom(body: string, exponent: number): string | null {
  if (/^\d+$/.test(body)) return stripZeros(body)
  // Two kinds of separator: the last is the decimal one, the others group by thousands.
  const mixed = /^(\d{1,3}(?:([.,' ])\d{3})(?:\2\d{3})*)([.,])(\d+)$/.exec(body)
  if (mixed?.[1] && mixed[3] !== mixed[2]) {
    return `${stripZeros(mixed[1].replaceAll(/[.,' ]/g, ''))}.${mixed[4]}`
  }
  // Indian grouping: 1,23,456.00
  const indian = /^(\d{1,2}(?:,\d{2})+,\d{3})(?:\.(\d+))?$/.exec(body)
  if (indian?.[1]) {
    const whole = stripZeros(indian[1].replaceAll(',', ''))
    return indian[2] ? `${whole}.${indian[2]}` : whole
  }
  // One kind, several times, or a blank or apostrophe: only grouping.
  if (/^\d{1,3}(?:([.,' ])\d{3})(?:\1\d{3})+$/.test(body) || /^\d{1,3}[' ]\d{3}$/.test(body)) {
    return stripZeros(body.replaceAll(/[.,' ]/g, ''))
  }
  const single = /^(\d*)[.,](\d+)$/.exec(body)
  if (!single?.[2]) return null
  const whole = single[1] ?? ''
  if (single[2].length === 3 && exponent !== 3 && whole !== '' && !/^0/.test(whole) && whole.length <= 3) {
    return stripZeros(whole + single[2])
  }
  return `${stripZeros(whole || '0')}.${single[2]}`
}

function stripZeros(whole: string): string {
  return whole.replace(/^0+(?=\d)/, '')
}

/**
 * A decimal amount as integer minor units; null when it is no amount, has more decimals than the currency
 * (other than zeros), or is too large to count exactly.
 */
export function parseMinorUnits(text: string, currency: string): number | null {
  const canonical = normalizeAmount(text, currency)
  const match = canonical === null ? null : /^(-?)(\d+)(?:\.(\d+))?$/.exec(canonical)
  if (!match?.[2]) return null
  const exponent = currencyExponent(currency)
  const decimals = (match[3] ?? '').padEnd(exponent, '0')
  if (/[1-9]/.test(decimals.slice(exponent))) return null
  const units = Number(match[2] + decimals.slice(0, exponent))
  if (!Number.isSafeInteger(units)) return null
  return match[1] && units !== 0 ? -units : units
}

/** Minor units as a plain decimal string with the currency's decimals: 1250 EUR is `12.50`, 1250 JPY `1250`. */
export function toDecimal(minorUnits: number, currency: string): string {
  if (!Number.isSafeInteger(minorUnits)) {
    throw new ExpensaError('internal', `Not a whole number of minor units: ${minorUnits}`)
  }
  const exponent = currencyExponent(currency)
  const digits = String(Math.abs(minorUnits)).padStart(exponent + 1, '0')
  const sign = minorUnits < 0 ? '-' : ''
  if (exponent === 0) return sign + digits
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`
}

/** For people: thousands grouped, code behind: `1,234.50 EUR`. */
export function formatMoney(money: Money): string {
  const [whole = '', decimals] = toDecimal(money.minorUnits, money.currency).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return `${decimals === undefined ? grouped : `${grouped}.${decimals}`} ${money.currency}`
}
