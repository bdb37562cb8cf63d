import type { Extraction } from '../core/extraction.ts'
import { normalizeAmount } from '../core/money.ts'
import { similarity } from '../core/reading/fold.ts'
import { isLabelled, type ReceiptLabel, type ScoredField, scoredFields } from './label.ts'

/** How one receipt came out, field by field; null where the label says nothing. */
export interface ReceiptScore {
  id: string
  fields: Record<ScoredField, boolean | null>
  /** Merchant by likeness of at least 0.9 instead of equality. */
  merchantSimilar: boolean | null
  /** All labelled ones of merchant, date and total are right. */
  all: boolean | null
  /** Line items found, labelled and matched by price. */
  items: { found: number; labelled: number; matched: number } | null
  /** Fields answered although the receipt does not show them. */
  invented: string[]
  /** Confidence by scored field, where the extractor gave one. */
  confidence: Partial<Record<ScoredField, number>>
  expected: Partial<Record<ScoredField, string>>
  found: Partial<Record<ScoredField, string | null>>
  /** Why there was no extraction; every labelled field counts as wrong then. */
  failure: string | null
  seconds: number | null
}

/** Letters and digits only, case folded: what of a merchant's name is compared. */
export const comparable = (name: string) =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

/** An amount as a number of thousandths, so that `44000.0` and `44,000` and `44000` agree. */
function amountOf(text: string | null | undefined, currency: string | null | undefined): number | null {
  if (text === null || text === undefined) return null
  const canonical = normalizeAmount(text.replace(/[^\d.,()' -]/g, ''), currency)
  return canonical === null ? null : Math.round(Number(canonical) * 1000)
}

function merchantMatches(
  label: ReceiptLabel,
  found: string | null,
  same: (a: string, b: string) => boolean,
): boolean {
  if (found === null) return false
  const name = comparable(found)
  if (label.merchant_key)
    return name.includes(comparable(label.merchant_key)) || comparable(label.merchant ?? '') === name
  const accepted = [label.merchant ?? '', ...(label.merchant_alternatives ?? [])].map(comparable)
  return accepted.some((wanted) => wanted !== '' && same(wanted, name))
}

/** Compares an extraction with its label. A receipt that could not be read passes `extraction: null`. */
export function scoreReceipt(
  label: ReceiptLabel,
  outcome: { extraction: Extraction | null; failure?: string; seconds?: number },
): ReceiptScore {
  const { extraction } = outcome
  const found: ReceiptScore['found'] = {
    merchant: extraction?.merchant ?? null,
    date: extraction?.purchaseDate ?? null,
    total: extraction?.total ?? null,
    currency: extraction?.currency ?? null,
    tax: extraction?.taxTotal ?? null,
    items: extraction ? extraction.items.map((item) => item.amount ?? '?').join(' ') : null,
  }
  const sameAmount = (wanted: string | null | undefined, got: string | null | undefined) => {
    const value = amountOf(got, label.currency)
    return value !== null && value === amountOf(wanted, label.currency)
  }
  const items = isLabelled(label, 'items') ? matchItems(label, extraction) : null
  const right: Record<ScoredField, () => boolean> = {
    merchant: () => merchantMatches(label, found.merchant ?? null, (a, b) => a === b),
    date: () => found.date === label.date,
    total: () => sameAmount(label.total, found.total),
    currency: () => found.currency === label.currency,
    tax: () =>
      sameAmount(label.tax, found.tax) || (amountOf(label.tax, label.currency) === 0 && found.tax === null),
    items: () => items !== null && items.matched === items.labelled && items.found === items.labelled,
  }
  const fields = Object.fromEntries(
    scoredFields.map((field) => [field, isLabelled(label, field) ? right[field]() : null]),
  ) as ReceiptScore['fields']
  const main = [fields.merchant, fields.date, fields.total].filter((right) => right !== null)
  return {
    id: label.id,
    fields,
    merchantSimilar: isLabelled(label, 'merchant')
      ? merchantMatches(label, found.merchant ?? null, (a, b) => similarity(a, b) >= 0.9)
      : null,
    all: main.length === 0 ? null : main.every(Boolean),
    items,
    invented: (label.absent_fields ?? []).filter((field) => {
      const answer = found[field as ScoredField]
      return answer !== null && answer !== undefined && answer !== ''
    }),
    confidence: confidenceByField(extraction),
    expected: Object.fromEntries(
      scoredFields
        .filter((field) => isLabelled(label, field))
        .map((field) => [field, field === 'items' ? itemAmounts(label).join(' ') : String(label[field])]),
    ),
    found,
    failure: outcome.failure ?? null,
    seconds: outcome.seconds ?? null,
  }
}

function itemAmounts(label: ReceiptLabel): string[] {
  return (label.items ?? []).flatMap((item) => item.total ?? item.amount ?? item.price ?? [])
}

function matchItems(label: ReceiptLabel, extraction: Extraction | null): NonNullable<ReceiptScore['items']> {
  const wanted = itemAmounts(label).map((text) => amountOf(text, label.currency))
  const got = (extraction?.items ?? []).map((item) => amountOf(item.amount, label.currency))
  let matched = 0
  const left = [...got]
  for (const value of wanted) {
    const at = left.indexOf(value)
    if (value === null || at < 0) continue
    left.splice(at, 1)
    matched++
  }
  return { found: got.length, labelled: wanted.length, matched }
}

function confidenceByField(extraction: Extraction | null): ReceiptScore['confidence'] {
  if (!extraction) return {}
  const { merchant, purchaseDate, total, currency, taxTotal, items } = extraction.confidence
  const named = { merchant, date: purchaseDate, total, currency, tax: taxTotal, items }
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined))
}
