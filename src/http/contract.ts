import * as z from 'zod'
import { expenseSorts, summaryGroupings } from '../core/expense-queries.ts'
import { isCurrency } from '../core/money.ts'
import { isCalendarDate } from '../core/period.ts'
import { contentTypes, receiptStatuses } from '../core/receipt.ts'

/**
 * What goes over the wire, for the server and the client alike. Everything lies under `/v1`; fields are only
 * ever added there. Times are ISO 8601, calendar dates `YYYY-MM-DD`, amounts integer minor units with their
 * currency beside them.
 */

export const id = z.uuid()
const decimal = z.string().regex(/^-?\d{1,12}(\.\d{1,4})?$/, 'must be an amount such as 12.50')
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const calendarDate = z.string().refine(isCalendarDate, 'must be a date YYYY-MM-DD')
/** Without blanks and commas, so that lists of tags can be written with either. */
export const tag = z
  .string()
  .max(40)
  .regex(/^[^\s,#]+$/, 'must be without blanks, commas and #')
export const project = z.string().trim().min(1).max(80)
export const category = z.string().trim().min(1).max(40)

export const money = z.object({ minorUnits: z.int(), currency: z.string().length(3) })

const nullableMoney = money.nullable()
const nullableText = z.string().nullable()

export const expense = z.object({
  id,
  status: z.enum(receiptStatuses),
  merchant: nullableText,
  merchantAddress: nullableText,
  merchantPhone: nullableText,
  merchantTaxId: nullableText,
  receiptNumber: nullableText,
  documentType: nullableText,
  purchaseDate: nullableText,
  purchaseTime: nullableText,
  currency: nullableText,
  totalText: nullableText,
  total: nullableMoney,
  subtotal: nullableMoney,
  taxTotal: nullableMoney,
  taxIncluded: z.boolean().nullable(),
  tip: nullableMoney,
  serviceCharge: nullableMoney,
  discountTotal: nullableMoney,
  rounding: nullableMoney,
  taxLines: z.array(
    z.object({ name: nullableText, rate: nullableText, base: nullableMoney, amount: nullableMoney }),
  ),
  payments: z.array(
    z.object({
      method: z.enum(['cash', 'card', 'other']).nullable(),
      amount: nullableMoney,
      cardLast4: nullableText,
    }),
  ),
  category: nullableText,
  note: nullableText,
  project: nullableText.default(null),
  tags: z.array(z.string()),
  reviewReasons: z.array(z.string()),
  checks: z.array(z.object({ name: z.string(), passed: z.boolean(), detail: z.string() })),
  confidence: z.record(z.string(), z.number()),
  editedFields: z.array(z.string()),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})

export const receipt = z.object({
  id,
  batchId: id.nullable(),
  /** Of the file as the person has it. */
  sha256,
  /** Of the stored bytes where they are others: without the position at which a picture was taken. */
  storedSha256: sha256.nullable().default(null),
  originalFilename: z.string(),
  contentType: z.enum(contentTypes),
  sizeBytes: z.int(),
  status: z.enum(receiptStatuses),
  attempts: z.int(),
  failureCode: nullableText,
  failureMessage: nullableText,
  failureHint: nullableText,
  notBefore: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})

export const receiptWithExpense = z.object({ receipt, expense: expense.nullable() })

export const expenseDetail = receiptWithExpense.extend({
  /** Where the original lies: a path or an `s3://` address. */
  location: z.string(),
  items: z.array(
    z.object({
      description: nullableText,
      quantity: nullableText,
      unitPrice: nullableMoney,
      amount: nullableMoney,
    }),
  ),
  extraction: z
    .object({
      extractor: z.string(),
      model: z.string(),
      promptVersion: z.string(),
      durationMs: z.number(),
      createdAt: z.iso.datetime(),
    })
    .nullable(),
})

/** What narrows down the expenses that are asked for. */
export const filter = {
  from: calendarDate.optional(),
  to: calendarDate.optional(),
  category: z.string().max(40).optional(),
  merchant: z.string().max(200).optional(),
  /** Comma-separated. */
  status: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(receiptStatuses)).min(1))
    .optional(),
  tag: z.string().max(40).optional(),
  project: z.string().max(80).optional(),
  currency: z.string().refine(isCurrency, 'must be a currency code such as EUR').optional(),
  minTotal: decimal.optional(),
  maxTotal: decimal.optional(),
  deleted: z.stringbool().optional(),
}

export const expensesQuery = z.strictObject({
  ...filter,
  sort: z.enum(expenseSorts).default('date'),
  order: z.enum(['asc', 'desc']).default('desc'),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  /** The `next` of the page before. */
  after: z.string().max(4000).optional(),
})

export const expensesResponse = z.object({
  expenses: z.array(expense),
  /** Where the next page begins; null when there is none. */
  next: z.string().nullable(),
})

export const summaryQuery = z.strictObject({
  ...filter,
  by: z.enum(summaryGroupings).default('month'),
  /** Also sums up in this currency, by the rates that the user imported. */
  home: z.string().refine(isCurrency, 'must be a currency code such as EUR').optional(),
})

export const summaryResponse = z.object({
  rows: z.array(
    z.object({
      key: nullableText,
      currency: nullableText,
      count: z.int(),
      totalMinorUnits: z.int().nullable(),
      withoutTotal: z.int(),
      needsReview: z.int(),
      convertedMinorUnits: z.int().nullable().default(null),
      withoutRate: z.int().default(0),
    }),
  ),
})

/** Every answer with a status of 400 and above. */
export const errorResponse = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    hint: z.string().nullable(),
    retryAt: z.iso.datetime().nullable(),
  }),
})

export type ExpenseJson = z.infer<typeof expense>
export type ReceiptJson = z.infer<typeof receipt>
export type ReceiptWithExpenseJson = z.infer<typeof receiptWithExpense>
export type ExpenseDetailJson = z.infer<typeof expenseDetail>
export type ExpensesQuery = z.input<typeof expensesQuery>
export type SummaryQuery = z.input<typeof summaryQuery>
export type SummaryRowJson = z.infer<typeof summaryResponse>['rows'][number]
