import {
  type ExtractedPayment,
  type Extraction,
  type ExtractionNote,
  emptyExtraction,
} from '../extraction.ts'
import { type Amount, amountText } from './amounts.ts'
import { estimateConfidence } from './confidence.ts'
import type { ReceiptParts } from './read-receipt.ts'
import type { Row } from './rows.ts'
import type { Sums } from './sums.ts'

/** Puts what was read into the form that every extractor answers in. */
export function toExtraction(parts: ReceiptParts): Extraction {
  const { sheet, merchant, date, sums, taxes, items, total } = parts
  const { cardLast4, ...details } = parts.details
  const decimals = Math.max(total.decimals, sheet.style.decimals)
  const text = (amount: Amount | null | undefined) =>
    amount ? amountText(amount.value, Math.min(Math.max(decimals, amount.decimals), 3)) : null
  const value = (thousandths: number | null) =>
    thousandths === null ? null : amountText(thousandths, decimals)
  const itemSum = items.reduce((sum, item) => sum + item.amount.value, 0)
  const seen = sheet.rows.map((row) => row.text).join('\n')
  return {
    ...emptyExtraction(),
    ...details,
    merchant: merchant.name?.slice(0, 300) ?? null,
    purchaseDate: date.date,
    purchaseDateAlternative: date.alternative,
    purchaseTime: date.time,
    currency: currencyOf(parts),
    total: value(total.value),
    subtotal: text(sums.subtotal),
    taxTotal: value(taxes.total),
    taxIncluded: isTaxIncluded(total.value, taxes.total, [itemSum, sums.subtotal?.value ?? 0]),
    tip: text(sums.tip),
    serviceCharge: text(sums.service),
    discountTotal: value(sums.discount),
    rounding: text(sums.rounding),
    cashGiven: text(sums.cash),
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
    notes: notesOf(parts),
    confidence: estimateConfidence(parts),
    text: seen === '' ? null : seen.slice(0, 100_000),
  }
}

/** Without a total, a currency that is only guessed says nothing about anything. */
function currencyOf({ sheet, total, warnings }: ReceiptParts): string | null {
  if (sheet.rows.length === 0 || (total.value === null && !sheet.money.printed)) return null
  // Words made of look-alike letters point to any country.
  if (warnings.includes('script_unsupported') && !sheet.money.certain) return null
  return sheet.money.currency
}

function notesOf(parts: ReceiptParts): ExtractionNote[] {
  const { sheet, date, total, warnings } = parts
  const notes = new Set<ExtractionNote>()
  if (currencyOf(parts) && !sheet.money.printed) notes.add('currency_guessed')
  if (date.alternative) notes.add('date_ambiguous')
  if (warnings.includes('multiple_receipts')) notes.add('multiple_receipts')
  if (warnings.includes('script_unsupported')) notes.add('script_unsupported')
  if (warnings.includes('pages_left_out')) notes.add('pages_left_out')
  const numbers = [...sheet.amounts.values()].flat().length
  if (isUnreadable(sheet.rows)) notes.add('unreadable')
  else if (total.value === null && date.date === null && numbers < 4) notes.add('not_a_receipt')
  return [...notes]
}

const leastRows = 3
/** Of a receipt that can be read, hundreds are certain; what is recognised in mere smudges hardly ever is. */
const leastCertainCharacters = 8
const certain = 0.8

function isUnreadable(rows: readonly Row[]): boolean {
  const lines = rows.flatMap(({ cells }) => cells).filter(({ confidence }) => confidence >= certain)
  const characters = lines.reduce((sum, { text }) => sum + text.length, 0)
  return rows.length < leastRows || characters < leastCertainCharacters
}

/** Prices contain the tax when items or subtotal already make the total; they do not when the tax is added. */
function isTaxIncluded(total: number | null, tax: number | null, bases: number[]): boolean | null {
  if (total === null || tax === null || tax === 0) return null
  for (const base of bases) {
    if (base === 0) continue
    // Rounding to five minor units may lie between.
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
  const { cash, change } = sums
  if (cash && !sums.cards.some((card) => card.value === cash.value)) {
    const kept = { ...cash, value: cash.value - Math.abs(change?.value ?? 0) }
    return [{ method: 'cash', amount: text(kept), cardLast4: null }, ...cards]
  }
  if (cards.length === 0 && cardLast4) return [{ method: 'card', amount: null, cardLast4 }]
  return cards
}
