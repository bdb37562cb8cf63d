import * as z from 'zod'
import { isCurrency } from '../core/money.ts'
import { isCalendarDate } from '../core/period.ts'

const date = z.string().refine(isCalendarDate, 'must be a date YYYY-MM-DD')
const currency = z.string().refine(isCurrency, 'must be a currency code such as USD')
const perEuro = z.string().regex(/^\d{1,12}(\.\d{1,12})?$/, 'must be a decimal')

export const mostRates = 5000

export const saveRatesRequest = z.strictObject({
  rates: z.array(z.strictObject({ date, currency, perEuro })).min(1).max(mostRates),
})
export const saveRatesResponse = z.object({ saved: z.int() })

export const findRatesRequest = z.strictObject({
  wanted: z.array(z.strictObject({ date, currency })).min(1).max(mostRates),
})
export const findRatesResponse = z.object({
  /** `wanted` is the day that was asked for, `date` the last one up to it that has a rate. */
  rates: z.array(z.object({ wanted: date, date, currency: z.string(), perEuro })),
})

export type RateJson = z.infer<typeof saveRatesRequest>['rates'][number]
