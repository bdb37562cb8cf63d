import * as z from 'zod'

const amountLabel = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((v) => (v === null || v === undefined ? null : String(v)))

/**
 * What is known about a labelled receipt. Only `id` and the fields that are labelled need be there; unknown
 * keys are ignored, so that labels of different sources can lie side by side.
 */
export const receiptLabelSchema = z.object({
  id: z.string(),
  image: z.string().nullish(),
  merchant: z.string().nullish(),
  merchant_alternatives: z.array(z.string()).nullish(),
  /** A short key that the merchant must contain, for sources that label no full name. */
  merchant_key: z.string().nullish(),
  date: z.string().nullish(),
  total: amountLabel,
  currency: z.string().nullish(),
  tax: amountLabel,
  items: z
    .array(
      z.object({
        description: z.string().nullish(),
        name: z.string().nullish(),
        total: amountLabel,
        price: amountLabel,
        amount: amountLabel,
      }),
    )
    .nullish(),
  /** The fields to score; without it all that are not null. */
  labelled_fields: z.array(z.string()).nullish(),
  /** Fields that cannot be read on the receipt: any answer to them is invented. */
  absent_fields: z.array(z.string()).nullish(),
})

export type ReceiptLabel = z.infer<typeof receiptLabelSchema>

export const scoredFields = ['merchant', 'date', 'total', 'currency', 'tax', 'items'] as const
export type ScoredField = (typeof scoredFields)[number]

/** Whether the label has a value to compare with. */
export function isLabelled(label: ReceiptLabel, field: ScoredField): boolean {
  const value = label[field]
  if (value === null || value === undefined) return false
  return label.labelled_fields ? label.labelled_fields.includes(field) : true
}
