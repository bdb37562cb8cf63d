import type { Extraction } from '../extraction.ts'
import { readDetails } from './details.ts'
import { toExtraction } from './extraction-from-parts.ts'
import { type ReadItem, readItems } from './items.ts'
import { settleLetters } from './letters.ts'
import { type MerchantReading, readMerchant } from './merchant.ts'
import type { PageText, PageWarning } from './page-text.ts'
import { chooseSubtotal, taxLeadsToTotal } from './proofs.ts'
import { type PurchaseDateReading, readPurchaseDate } from './purchase-date.ts'
import { laySheet, type Sheet } from './sheet.ts'
import { readSums, type Sums } from './sums.ts'
import { countRepeats, dropImplausible, readTaxes, type TaxReading } from './taxes.ts'
import { readTotal, type TotalReading } from './total.ts'

export interface ReadingContext {
  /** The user's calendar date, `YYYY-MM-DD`. */
  today: string
  /** ISO 3166 alpha-2. */
  homeCountry?: string
}

/** Everything that was read, before it is put into one extraction. */
export interface ReceiptParts {
  sheet: Sheet
  merchant: MerchantReading
  date: PurchaseDateReading
  sums: Sums
  taxes: TaxReading
  items: ReadItem[]
  total: TotalReading
  details: ReturnType<typeof readDetails>
  warnings: PageWarning[]
}

/** Reads the fields of a receipt from its recognised text. What the text does not show stays null. */
export function readReceipt(pages: PageText[], context: ReadingContext): Extraction {
  return toExtraction(readParts(pages, context))
}

/** The separate readings, for those who want more than the extraction: evidence, scores, positions. */
export function readParts(pages: PageText[], context: ReadingContext): ReceiptParts {
  const first = laySheet(pages, context.homeCountry)
  const settled = settleLetters(pages, first.country.country)
  const sheet = settled === pages ? first : laySheet(settled, context.homeCountry)
  const warnings = pages.flatMap((page) => page.warnings)
  const unreadableScript = warnings.includes('script_unsupported')
  const merchant = readMerchant(sheet, context.today, unreadableScript)
  const date = readPurchaseDate(sheet, context)
  const named = readSums(sheet)
  const found = readTaxes(sheet)
  const items = readItems(sheet, merchant.rows)
  const total = readTotal(sheet, named, found, items)
  const plausible = dropImplausible(found, total.value)
  const taxes = countRepeats(plausible, (tax) => taxLeadsToTotal(tax, sheet, named, items))
  const sums = { ...named, subtotal: chooseSubtotal(named, taxes, total.value) }
  const details = readDetails(sheet, merchant.rows)
  return { sheet, merchant, date, sums, taxes, items, total, details, warnings }
}

/** Why the reader chose what it chose: the points for and against, in words. */
export interface ReadingEvidence {
  merchant: string[]
  total: string[]
  country: string | null
  dateSettledBy: string | null
}

export function evidenceOf(parts: ReceiptParts): ReadingEvidence {
  return {
    merchant: parts.merchant.evidence,
    total: parts.total.evidence,
    country: parts.sheet.country.country,
    dateSettledBy: parts.date.settledBy,
  }
}
