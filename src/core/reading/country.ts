import { findBrand } from './brands.ts'
import { countries, domainCountries } from './countries.ts'
import { countryClues } from './country-clues.ts'
import { fold } from './fold.ts'
import type { Row } from './rows.ts'

export interface CountryEvidence {
  /** The likeliest country, or null when nothing points to one. */
  country: string | null
  /** Summed weight of what points to it; 3 and more is strong. */
  weight: number
  /** All weights, for those who ask about several countries. */
  weights: ReadonlyMap<string, number>
}

/** Collects what the printed text says about the country: legal forms, tax numbers, places, phones, domains. */
export function gatherCountryEvidence(rows: Row[]): CountryEvidence {
  const weights = new Map<string, number>()
  const folded = new Map(rows.map((row) => [row, fold(row.text)]))
  const add = (country: string, weight: number) => weights.set(country, (weights.get(country) ?? 0) + weight)
  for (const { country, weight, pattern } of countryClues) {
    // A second row with the same clue adds a little, so that one long address cannot outvote a tax number.
    const hits = rows.filter((row) => {
      const match = pattern.exec(row.text) ?? pattern.exec(folded.get(row) ?? '')
      return match !== null && !(foodPlaces.test(match[0]) && isPriced.test(row.text))
    }).length
    if (hits > 0) add(country, weight + Math.min(hits - 1, 2) * 0.25 * weight)
  }
  for (const row of rows) {
    for (const match of row.text.matchAll(/(?:\+|(?<=^\D*)\b00)\s?(\d{1,3})[\s().-]?\s?\d/g)) {
      const digits = `${match[1]}${row.text.slice(match.index + match[0].length - 1)}`.replace(/\D/g, '')
      for (const [country, { dial }] of Object.entries(countries)) {
        if (dial !== '1' && dial !== '7' && digits.startsWith(dial) && digits.length >= 9) add(country, 2)
      }
    }
    const brand = row.index < 8 ? findBrand(row.text) : null
    if (brand?.exact && brand.brand.country) add(brand.brand.country, 1.5)
    const domain = /(?:www\.|@|https?:\/\/)[\w.-]*\.([a-z]{2})\b(?!\.[a-z])/i
      .exec(row.text)?.[1]
      ?.toLowerCase()
    const byDomain = domain === undefined ? undefined : domainCountries[domain]
    if (byDomain) add(byDomain, 2)
  }
  let country: string | null = null
  let weight = 0
  for (const [candidate, sum] of weights) {
    if (sum > weight) {
      country = candidate
      weight = sum
    }
  }
  return weight >= 2 ? { country, weight, weights } : { country: null, weight, weights }
}

/** Places that food is called after: `ROMA TOMATOES`, `PHILADELPHIA 200G`. Beside a price they say nothing. */
const foodPlaces =
  /^(?:roma|bologna|genova|milano|napoli|verona|paris|lyon|valencia|sevilla|malaga|granada|lisboa|berlin|hamburg|frankfurt|essen|gent|wien|vienna|bern|london|bristol|dublin|cork|limerick|sofia|riga|philadelphia|boston|california|texas|florida|chicago|new york|brooklyn|denver|colorado|manhattan|mexico|colombia|colombo|jordan|china|shanghai|japan|tokyo|kerala|manila|bali|medan|malaysia|singapore|thailand|bangkok|india|delhi|italia|greece|malta)$/i
const isPriced = /\d[.,]\d{2}\s?\p{L}{0,2}$/u
