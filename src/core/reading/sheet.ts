import { median } from '../median.ts'
import { currencyExponent } from '../money.ts'
import { type Amount, amountsInRow, looksLikeMoney } from './amounts.ts'
import { type CountryEvidence, gatherCountryEvidence } from './country.ts'
import { type CurrencyReading, readCurrency } from './currency.ts'
import { readEntries } from './entries.ts'
import type { Entry } from './entry.ts'
import { findLabels, type Label } from './labels.ts'
import { decideNumberStyle, type NumberStyle } from './number-style.ts'
import type { PageText } from './page-text.ts'
import { groupRows, type Row } from './rows.ts'

/** What every reader works on: the rows of the receipt, and what stands in them. */
export interface Sheet {
  rows: Row[]
  labels: Map<Row, Label[]>
  style: NumberStyle
  amounts: Map<Row, Amount[]>
  /** Phrases paired with their amounts. */
  entries: Entry[]
  country: CountryEvidence
  money: CurrencyReading
}

/** Groups the text into rows and finds the phrases, numbers and signs of a country in them. */
export function laySheet(pages: PageText[], homeCountry?: string): Sheet {
  const rows = groupRows(pages)
  const labels = new Map(rows.map((row) => [row, findLabels(row.text)]))
  const country = gatherCountryEvidence(rows)
  const money = readCurrency(rows, labels, country, homeCountry)
  const style = decideNumberStyle(
    rows,
    usualDecimals(money.currency),
    !thousandsOnly.has(money.currency ?? ''),
  )
  const amounts = new Map(rows.map((row) => [row, amountsInRow(row, style)]))
  const entries = readEntries(rows, labels, amounts, style)
  return { rows, labels, style, amounts, entries, country, money }
}

/** The amounts of a row that look like money. */
export function moneyIn(sheet: Sheet, row: Row): Amount[] {
  return (sheet.amounts.get(row) ?? []).filter((amount) => looksLikeMoney(amount, sheet.style))
}

/** Middle height of the rows: what size ordinary text has here. */
export function usualHeight(rows: Row[]): number {
  return rows.length === 0 ? 1 : median(rows.map((row) => row.height))
}

/** Decimals that shops print in a currency, whatever ISO 4217 allows; null where nothing is known. */
function usualDecimals(currency: string | null): 0 | 2 | 3 | null {
  if (currency === null) return null
  if (withoutDecimals.has(currency)) return 0
  return currencyExponent(currency) === 3 ? 3 : 2
}

/** Here prices run in thousands: a bare 536 is a house number. */
const thousandsOnly = new Set(['IDR', 'VND', 'COP', 'PYG', 'CLP'])

const withoutDecimals = new Set(['IDR', 'VND', 'COP', 'CLP', 'KRW', 'JPY', 'PYG', 'HUF', 'TWD', 'ISK', 'CRC'])
