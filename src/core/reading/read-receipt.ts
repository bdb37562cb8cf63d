import {
  type ExtractedPayment,
  type Extraction,
  type ExtractionNote,
  emptyExtraction,
} from '../extraction.ts'
import { currencyExponent } from '../money.ts'
import { type Amount, amountText, decideNumberStyle, looksLikeMoney } from './amounts.ts'
import { estimateConfidence } from './confidence.ts'
import { gatherCountryEvidence } from './country.ts'
import { readCurrency } from './currency.ts'
import { readDetails } from './details.ts'
import { amountsByRow, readEntries } from './entries.ts'
import { readItems } from './items.ts'
import { readMerchant } from './merchant.ts'
import type { PageText } from './page-text.ts'
import { labelRows, readPurchaseDate } from './purchase-date.ts'
import { groupRows, type Row } from './rows.ts'
import { readSums, type Sums } from './sums.ts'
import { readTaxes } from './taxes.ts'
import { readTotal } from './total.ts'

export interface ReadingContext {
  /** The user's calendar date, `YYYY-MM-DD`. */
  today: string
  /** ISO 3166 alpha-2. */
  homeCountry?: string
}

/** An extraction together with the reasons for its merchant and total, for whoever asks why. */
export interface ExplainedReading {
  extraction: Extraction
  evidence: { merchant: string[]; total: string[]; country: string | null; dateSettledBy: string | null }
}

/** Reads the fields of a receipt from its recognised text. What the text does not show stays null. */
export function readReceipt(pages: PageText[], context: ReadingContext): Extraction {
  return explainReceipt(pages, context).extraction
}

/** The same with the evidence behind the choices. */
export function explainReceipt(pages: PageText[], context: ReadingContext): ExplainedReading {
  const rows = groupRows(pages)
  const labels = labelRows(rows)
  const country = gatherCountryEvidence(rows)
  const money = readCurrency(rows, country, context.homeCountry)
  const style = decideNumberStyle(rows, decimalsHint(money.currency))
  const amounts = amountsByRow(rows, style)
  const entries = readEntries(rows, labels, amounts, style)
  const hasMoney = (row: Row) => (amounts.get(row) ?? []).some((a) => looksLikeMoney(a, style))
  const merchant = readMerchant(rows, labels, hasMoney, context.today)
  const date = readPurchaseDate(rows, labels, country, context)
  const sums = readSums(entries, style)
  const taxes = readTaxes(rows, labels, entries, amounts, style)
  const items = readItems(rows, labels, entries, amounts, style, merchant.rows)
  const total = readTotal(rows, entries, amounts, style, sums, taxes, items)
  const { cardLast4, ...described } = readDetails(rows, labels, merchant.rows)

  const decimals = Math.max(total.decimals, style.decimals)
  const text = (amount: Amount | null | undefined) =>
    amount ? amountText(amount.value, Math.min(Math.max(decimals, amount.decimals), 3)) : null
  const value = (thousandths: number | null) =>
    thousandths === null ? null : amountText(thousandths, decimals)
  const currency = rows.length === 0 ? null : money.currency
  const notes = new Set<ExtractionNote>()
  if (currency && !money.printed) notes.add('currency_guessed')
  if (date.alternative) notes.add('date_ambiguous')
  for (const warning of pages.flatMap((page) => page.warnings)) {
    if (warning === 'multiple_receipts' || warning === 'script_unsupported') notes.add(warning)
  }
  if (rows.length < 3) notes.add('unreadable')
  else if (
    total.value === null &&
    date.date === null &&
    [...amounts.values()].every((all) => all.length < 2)
  ) {
    notes.add('not_a_receipt')
  }
  const cashPaid = sums.cash
  const extraction: Extraction = {
    ...emptyExtraction(),
    ...described,
    merchant: merchant.name?.slice(0, 300) ?? null,
    purchaseDate: date.date,
    purchaseDateAlternative: date.alternative,
    purchaseTime: date.time,
    currency: total.value === null && !money.printed ? null : currency,
    total: value(total.value),
    subtotal: text(sums.subtotal),
    taxTotal: value(taxes.total),
    taxIncluded: taxIncluded(
      total.value,
      taxes.total,
      sums.subtotal?.value ?? null,
      items.reduce((s, i) => s + i.amount.value, 0),
    ),
    tip: text(sums.tip),
    serviceCharge: text(sums.service),
    discountTotal: value(sums.discount),
    rounding: text(sums.rounding),
    cashGiven: text(cashPaid),
    changeGiven: sums.change ? value(Math.abs(sums.change.value)) : null,
    taxLines: taxes.lines.slice(0, 20).map((line) => ({
      name: line.name,
      rate: line.rate === null ? null : String(line.rate),
      base: text(line.base),
      amount: text(line.amount),
    })),
    payments: paymentsOf(sums, cardLast4, text),
    items: items.slice(0, 500).map((item) => ({
      description: item.description,
      quantity: item.quantity === null ? null : amountText(item.quantity, 0),
      unitPrice: text(item.unitPrice),
      amount: text(item.amount),
    })),
    notes: [...notes],
    confidence: estimateConfidence({ total, date, merchant, money, taxes, items, style }),
    text:
      rows
        .map((row) => row.text)
        .join('\n')
        .slice(0, 100_000) || null,
  }
  return {
    extraction,
    evidence: {
      merchant: merchant.evidence,
      total: total.evidence,
      country: country.country,
      dateSettledBy: date.settledBy,
    },
  }
}

function decimalsHint(currency: string | null): 0 | 2 | 3 | null {
  if (currency === null) return null
  // Shops print no decimals in these, whatever ISO allows.
  if (['IDR', 'VND', 'COP', 'CLP', 'KRW', 'JPY', 'PYG', 'HUF', 'TWD', 'ISK', 'CRC'].includes(currency))
    return 0
  return currencyExponent(currency) === 3 ? 3 : 2
}

/** Prices contain the tax when items or subtotal already make the total; they do not when the tax is added. */
function taxIncluded(
  total: number | null,
  tax: number | null,
  subtotal: number | null,
  items: number,
): boolean | null {
  if (total === null || tax === null || tax === 0) return null
  for (const base of [items, subtotal]) {
    if (!base) continue
    if (Math.abs(base - total) < 60) return true
    if (Math.abs(base + tax - total) < 60) return false
  }
  return null
}

function paymentsOf(
  sums: Sums,
  cardLast4: string | null,
  text: (amount: Amount | null) => string | null,
): ExtractedPayment[] {
  const cards: ExtractedPayment[] = sums.cards
    .filter((card, i) => sums.cards.findIndex((other) => other.value === card.value) === i)
    .slice(0, 5)
    .map((card) => ({ method: 'card', amount: text(card), cardLast4 }))
  if (sums.cash && !sums.cards.some((card) => card.value === sums.cash?.value)) {
    const change = Math.abs(sums.change?.value ?? 0)
    const kept = { ...sums.cash, value: sums.cash.value - change }
    return [{ method: 'cash', amount: text(kept), cardLast4: null }, ...cards]
  }
  if (cards.length === 0 && cardLast4) return [{ method: 'card', amount: null, cardLast4 }]
  return cards
}
