import { formatMoney, type Money } from '../core/money.ts'
import { type Converted, convertAmount } from '../core/rates.ts'
import type { Client } from '../http/client.ts'

/** Where the rates of `expensa rates import` come from. */
export const ratesSource = 'ECB'

export interface DatedAmount {
  purchaseDate: string | null
  total: Money | null
}

export type Convert = (amount: DatedAmount) => Converted | null

/**
 * Gets the rates that these amounts need, and converts with them; null for what needs none or has none. With no
 * home currency everything stays as it is.
 */
export async function convertTo(
  client: Client,
  currency: string | undefined,
  amounts: readonly DatedAmount[],
): Promise<Convert> {
  if (currency === undefined) return () => null
  const wanted = new Map<string, { date: string; currency: string }>()
  for (const { purchaseDate: date, total } of amounts) {
    if (date === null || total === null || total.currency === currency) continue
    for (const each of [total.currency, currency]) {
      if (each !== 'EUR') wanted.set(`${each} ${date}`, { date, currency: each })
    }
  }
  const found = new Map<string, { date: string; perEuro: string }>()
  const list = [...wanted.values()]
  for (let i = 0; i < list.length; i += 2000) {
    const { rates } = await client.findRates(list.slice(i, i + 2000))
    for (const rate of rates) found.set(`${rate.currency} ${rate.wanted}`, rate)
  }
  const rateOf = (code: string, date: string) =>
    code === 'EUR' ? { date, perEuro: '1' } : found.get(`${code} ${date}`)
  return ({ purchaseDate, total }) => {
    if (purchaseDate === null || total === null || total.currency === currency) return null
    const [from, to] = [rateOf(total.currency, purchaseDate), rateOf(currency, purchaseDate)]
    if (!from || !to) return null
    const money = convertAmount(total, currency, from.perEuro, to.perEuro)
    // Two rates of different days: the older one says how old the conversion is.
    return money && { money, rateDate: from.date < to.date ? from.date : to.date }
  }
}

/** `11.02 EUR, by the ECB rate of 2026-10-02` */
export function convertedWords({ money, rateDate }: Converted): string {
  return `${formatMoney(money)}, by the ${ratesSource} rate of ${rateDate}`
}
