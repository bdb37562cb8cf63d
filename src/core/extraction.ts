import * as z from 'zod'

/** What an extractor may notice about a document besides its fields; each becomes a review reason. */
export const extractionNotes = [
  'card_number_shown',
  'currency_guessed',
  'date_ambiguous',
  'multiple_receipts',
  'not_a_receipt',
  'not_in_text',
  'pages_left_out',
  'script_unsupported',
  'unreadable',
] as const

export type ExtractionNote = (typeof extractionNotes)[number]

export const documentTypes = ['receipt', 'card_slip', 'invoice', 'refund', 'other'] as const

const shortText = z.string().max(300).nullable()

/**
 * An amount as a decimal string. Canonical form is `-1234.50`: optional minus, digits, one dot before the
 * decimals. Strings because a model can loop inside an unbounded JSON number, and because a float loses
 * minor units; `core/money` turns them into integers.
 */
const amount = z.string().max(40).nullable()

export const lineItemSchema = z.object({
  description: shortText,
  quantity: z.string().max(20).nullable(),
  unitPrice: amount,
  amount,
})

export const taxLineSchema = z.object({
  name: shortText,
  /** Percent, e.g. `19` or `7.5`. */
  rate: z.string().max(10).nullable(),
  base: amount,
  amount,
})

export const paymentSchema = z.object({
  method: z.enum(['cash', 'card', 'other']).nullable(),
  amount,
  cardLast4: z
    .string()
    .regex(/^\d{4}$/)
    .nullable(),
})

/** The names under which an extractor reports confidence. */
export const confidenceFields = [
  'merchant',
  'purchaseDate',
  'currency',
  'total',
  'taxTotal',
  'items',
] as const

export type ConfidenceField = (typeof confidenceFields)[number]

/**
 * What an extractor read from one document, before any judgement. Everything is nullable: what is not
 * legible is null, never a default. `core/expense` turns it into an expense and says what to review.
 */
export const extractionSchema = z.object({
  merchant: shortText,
  merchantAddress: shortText,
  merchantPhone: shortText,
  merchantTaxId: shortText,
  receiptNumber: shortText,
  documentType: z.enum(documentTypes).nullable(),
  /** Calendar date `YYYY-MM-DD`. */
  purchaseDate: z.string().max(10).nullable(),
  /** The other reading of a date whose day/month order the receipt does not settle. */
  purchaseDateAlternative: z.string().max(10).nullable(),
  /** `HH:MM`. */
  purchaseTime: z.string().max(5).nullable(),
  /** ISO 4217 alphabetic code. */
  currency: z.string().max(3).nullable(),
  total: amount,
  subtotal: amount,
  taxTotal: amount,
  /** True where the printed prices contain the tax. */
  taxIncluded: z.boolean().nullable(),
  tip: amount,
  serviceCharge: amount,
  /** Positive: how much the discounts took off. */
  discountTotal: amount,
  /** Signed: what rounding to coins added. */
  rounding: amount,
  /** What the buyer handed over in cash, and got back. */
  cashGiven: amount,
  changeGiven: amount,
  taxLines: z.array(taxLineSchema).max(20),
  payments: z.array(paymentSchema).max(10),
  items: z.array(lineItemSchema).max(500),
  category: z.string().max(40).nullable(),
  notes: z.array(z.enum(extractionNotes)),
  /** 0 to 1 for each field that was read. The extractor's own estimate of being right. */
  confidence: z.partialRecord(z.enum(confidenceFields), z.number().min(0).max(1)),
  /** All text that was seen, line by line; null where the extractor gives none. */
  text: z.string().max(100_000).nullable(),
})

export type Extraction = z.infer<typeof extractionSchema>
export type ExtractedItem = z.infer<typeof lineItemSchema>
export type ExtractedTaxLine = z.infer<typeof taxLineSchema>
export type ExtractedPayment = z.infer<typeof paymentSchema>

/** An extraction in which nothing was legible: the starting point of every reader. */
export function emptyExtraction(): Extraction {
  return {
    merchant: null,
    merchantAddress: null,
    merchantPhone: null,
    merchantTaxId: null,
    receiptNumber: null,
    documentType: null,
    purchaseDate: null,
    purchaseDateAlternative: null,
    purchaseTime: null,
    currency: null,
    total: null,
    subtotal: null,
    taxTotal: null,
    taxIncluded: null,
    tip: null,
    serviceCharge: null,
    discountTotal: null,
    rounding: null,
    cashGiven: null,
    changeGiven: null,
    taxLines: [],
    payments: [],
    items: [],
    category: null,
    notes: [],
    confidence: {},
    text: null,
  }
}
