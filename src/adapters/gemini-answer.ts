import * as z from 'zod'
import { type Extraction, extractionSchema } from '../core/extraction.ts'
import { isCurrency, normalizeAmount } from '../core/money.ts'
import { wireCategories, wireConfidenceLevels, wireNotes } from './gemini-request.ts'

/** A model may answer a string field with a number all the same. */
const loose = z
  .union([z.string(), z.number().transform(String)])
  .nullable()
  .catch(null)
const choice = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values).nullable().catch(null)
const sureness = choice(wireConfidenceLevels)
const list = <T extends z.ZodType>(item: T) =>
  z
    .array(z.unknown())
    .catch([])
    .transform((entries) =>
      entries.flatMap((entry) => {
        const parsed = item.safeParse(entry)
        return parsed.success ? [parsed.data] : []
      }),
    )

/** The answer's form. A field of the wrong kind is null; only an answer that is no object at all is refused. */
export const wireAnswerShape = z.object({
  documentType: choice(['receipt', 'card_slip', 'invoice', 'refund', 'other']),
  merchant: loose,
  merchantAddress: loose,
  merchantPhone: loose,
  merchantTaxId: loose,
  receiptNumber: loose,
  purchaseDate: loose,
  purchaseDateAlternative: loose,
  purchaseTime: loose,
  currency: loose,
  items: list(z.object({ description: loose, quantity: loose, unitPrice: loose, amount: loose })),
  subtotal: loose,
  discountTotal: loose,
  serviceCharge: loose,
  taxLines: list(z.object({ name: loose, rate: loose, base: loose, amount: loose })),
  taxTotal: loose,
  taxIncluded: z.boolean().nullable().catch(null),
  tip: loose,
  rounding: loose,
  total: loose,
  cashGiven: loose,
  changeGiven: loose,
  payments: list(z.object({ method: choice(['cash', 'card', 'other']), amount: loose, cardLast4: loose })),
  category: choice(wireCategories),
  notes: list(z.enum(wireNotes)),
  confidence: z
    .object({
      merchant: sureness,
      purchaseDate: sureness,
      currency: sureness,
      total: sureness,
      taxTotal: sureness,
      items: sureness,
    })
    .nullable()
    .catch(null),
})

const confidenceOf = { high: 0.95, medium: 0.7, low: 0.3 } as const

/** The model's text as an extraction, or null when it is not the JSON object that was asked for. */
export function parseAnswer(text: string): Extraction | null {
  let json: unknown
  try {
    json = JSON.parse(/^\s*```(?:json)?\s*([\s\S]*?)\s*```\s*$/.exec(text)?.[1] ?? text)
  } catch {
    return null
  }
  // A list or an object of other fields is not an answer in which nothing was legible.
  if (typeof json !== 'object' || json === null || !('total' in json && 'merchant' in json)) return null
  const answer = wireAnswerShape.parse(json)
  const currency = currencyOf(answer.currency)
  const amount = (value: string | null) => amountOf(value, currency)
  const purchaseDate = dateOf(answer.purchaseDate)
  const alternative = dateOf(answer.purchaseDateAlternative)
  const purchaseDateAlternative = purchaseDate !== null && alternative !== purchaseDate ? alternative : null
  const notes = new Set<Extraction['notes'][number]>(answer.notes)
  if (purchaseDateAlternative !== null) notes.add('date_ambiguous')

  return extractionSchema.parse({
    documentType: answer.documentType,
    merchant: textOf(answer.merchant, 300),
    merchantAddress: textOf(answer.merchantAddress, 300),
    merchantPhone: textOf(answer.merchantPhone, 60),
    merchantTaxId: textOf(answer.merchantTaxId, 60),
    receiptNumber: textOf(answer.receiptNumber, 60),
    purchaseDate,
    purchaseDateAlternative,
    purchaseTime: timeOf(answer.purchaseTime),
    currency,
    items: answer.items
      .slice(0, 500)
      .map((item) => ({
        description: textOf(item.description, 300),
        quantity: numberOf(item.quantity, 20),
        unitPrice: unitPriceOf(item, currency),
        amount: amount(item.amount),
      }))
      .filter(({ description, amount }) => description !== null || amount !== null),
    subtotal: amount(answer.subtotal),
    discountTotal: unsigned(amount(answer.discountTotal)),
    serviceCharge: amount(answer.serviceCharge),
    taxLines: answer.taxLines.slice(0, 20).map((line) => ({
      name: textOf(line.name, 60),
      rate: numberOf(line.rate?.replace('%', '') ?? null, 10),
      base: amount(line.base),
      amount: amount(line.amount),
    })),
    taxTotal: amount(answer.taxTotal),
    taxIncluded: answer.taxIncluded,
    tip: amount(answer.tip),
    rounding: amount(answer.rounding),
    total: amount(answer.total),
    cashGiven: amount(answer.cashGiven),
    changeGiven: amount(answer.changeGiven),
    payments: answer.payments.slice(0, 10).map((payment) => ({
      method: payment.method,
      amount: amount(payment.amount),
      cardLast4: /(\d{4})\D*$/.exec(payment.cardLast4 ?? '')?.[1] ?? null,
    })),
    category: answer.category,
    notes: [...notes],
    confidence: Object.fromEntries(
      Object.entries(answer.confidence ?? {}).flatMap(([field, level]) =>
        level === null ? [] : [[field, confidenceOf[level]]],
      ),
    ),
    text: null,
  } satisfies Extraction)
}

const nothing = /^(?:null|none|n\/?a|nil|unknown|undefined|not (?:printed|available|legible)|-+)?$/i

/** One line of at most `most` characters, without control, direction-changing or broken characters. */
function textOf(value: string | null, most: number): string | null {
  const line = (value ?? '')
    .replaceAll(/[\p{Cc}\p{Cs}\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, most)
    // The cut may have halved a character.
    .replace(/[\ud800-\udbff]$/, '')
    .trim()
  return nothing.test(line) ? null : line
}

/** `RM 12.00`, `12,50 €`, `1.234,50`, `-$5.00`, `(5.00)`: as a plain decimal. */
function amountOf(value: string | null, currency: string | null): string | null {
  if (value === null || value.length > 60) return null
  const figures = value
    .replaceAll(/\p{L}+\.?|\p{Sc}/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/([.,])-+$/, '')
  const canonical = normalizeAmount(figures, currency)
  return canonical === null || canonical.length > 40 ? null : canonical
}

/** A quantity or rate, which may have any number of decimals: `0.416`, `7,5`. */
function numberOf(value: string | null, most: number): string | null {
  const plain = /^\s*(-?\d+(?:[.,]\d+)?)\s*$/.exec(value ?? '')?.[1]?.replace(',', '.')
  return plain === undefined || plain.length > most ? null : plain
}

/**
 * `1.659` is a price for a litre of fuel, `12.000` one in rupiah: three decimals are believed only where
 * quantity times price gives the line's amount.
 */
function unitPriceOf(
  item: { quantity: string | null; unitPrice: string | null; amount: string | null },
  currency: string | null,
): string | null {
  const decimal = numberOf(item.unitPrice, 40)
  const amount = Number(amountOf(item.amount, currency) ?? Number.NaN)
  const product = Number(numberOf(item.quantity, 20) ?? Number.NaN) * Number(decimal ?? Number.NaN)
  if (decimal !== null && Math.abs(product - amount) < 0.01 + Math.abs(amount) / 100) return decimal
  return amountOf(item.unitPrice, currency)
}

function unsigned(amount: string | null): string | null {
  return amount?.replace('-', '') ?? null
}

/** Only dates that exist. */
function dateOf(value: string | null): string | null {
  const date = /^\s*(\d{4}-\d{2}-\d{2})(?!\d)/.exec(value ?? '')?.[1]
  if (date === undefined) return null
  const parsed = new Date(`${date}T00:00:00Z`)
  return Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== date ? null : date
}

function timeOf(value: string | null): string | null {
  const match = /^\s*([01]?\d|2[0-3]):([0-5]\d)(?!\d)/.exec(value ?? '')
  return match?.[1] && match[2] ? `${match[1].padStart(2, '0')}:${match[2]}` : null
}

function currencyOf(value: string | null): string | null {
  const code = value?.trim().toUpperCase() ?? ''
  return isCurrency(code) ? code : null
}
