import { currencyExponent, type Money } from './money.ts'

/** How much of a currency one euro bought on a day, as the source spells it. */
export interface Rate {
  /** `YYYY-MM-DD` */
  date: string
  currency: string
  /** A decimal, e.g. `1.0812`. */
  perEuro: string
}

/** An amount in another currency, and what it was converted by. */
export interface Converted {
  money: Money
  /** The day of the rate: the purchase date, or the last day before it that has one. */
  rateDate: string
}

/** Exchange rates that a user imported. */
export interface UserRates {
  /** Rates of a day and currency that are there already are replaced. */
  saveRates(rates: readonly Rate[]): Promise<void>
  /** For each the rate of that day, or of the last one before it within `longestGapDays`; what has none is left out. */
  findRates(wanted: readonly { date: string; currency: string }[]): Promise<(Rate & { wanted: string })[]>
}

/** Rates are not published on weekends and holidays; one older than this is none. */
export const longestGapDays = 7

/**
 * Converts by way of the euro, exactly, and rounds once at the end: half a minor unit away from zero. `from`
 * and `to` are what one euro bought; the euro itself is `1`.
 */
export function convertAmount(money: Money, currency: string, from: string, to: string): Money | null {
  const [a, b] = [fraction(from), fraction(to)]
  if (a === null || b === null || a.digits === 0n || b.digits === 0n) return null
  // units / 10^exponent / from * to * 10^exponent of the other, as one fraction of whole numbers.
  const numerator =
    BigInt(Math.abs(money.minorUnits)) * b.digits * 10n ** BigInt(a.decimals + currencyExponent(currency))
  const denominator = a.digits * 10n ** BigInt(b.decimals + currencyExponent(money.currency))
  const units = Number((numerator * 2n + denominator) / (denominator * 2n))
  if (!Number.isSafeInteger(units)) return null
  return { minorUnits: money.minorUnits < 0 && units !== 0 ? -units : units, currency }
}

function fraction(decimal: string): { digits: bigint; decimals: number } | null {
  const match = /^(\d{1,12})(?:\.(\d{1,12}))?$/.exec(decimal)
  if (!match) return null
  const [, whole = '', decimals = ''] = match
  return { digits: BigInt(whole + decimals), decimals: decimals.length }
}
