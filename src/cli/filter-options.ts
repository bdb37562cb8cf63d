import { ExpensaError } from '../core/errors.ts'
import { calendarDate, isCalendarDate, monthPeriod } from '../core/period.ts'

/** The options by which `list`, `summary` and others narrow down expenses. */
export interface FilterOptions {
  /** `YYYY-MM`; `true` for a bare `--month`, the current one. */
  month?: string | true
  from?: string
  to?: string
  category?: string
  merchant?: string
  status?: string[]
  tag?: string
  project?: string
  currency?: string
  min?: string
  max?: string
}

/** As the API takes them. Throws `usage` for what is no date or a period that ends before it begins. */
export function filterQuery(options: FilterOptions, now: Date) {
  const month = options.month === true ? calendarDate(now).slice(0, 7) : options.month
  const period = month === undefined ? { from: options.from, to: options.to } : monthPeriod(month)
  for (const [flag, date] of Object.entries(period)) {
    if (date !== undefined && !isCalendarDate(date)) {
      throw new ExpensaError('usage', `--${flag}: not a date: ${JSON.stringify(date)}`, {
        hint: `Write dates as YYYY-MM-DD, for example --${flag} 2026-10-01`,
      })
    }
  }
  if (period.from && period.to && period.from > period.to) {
    throw new ExpensaError('usage', `The period ends (${period.to}) before it begins (${period.from}).`, {
      hint: 'Exchange the two: --from is the first day, --to the last.',
    })
  }
  return {
    ...(period.from ? { from: period.from } : {}),
    ...(period.to ? { to: period.to } : {}),
    ...(options.category === undefined ? {} : { category: options.category }),
    ...(options.merchant === undefined ? {} : { merchant: options.merchant }),
    ...(options.status ? { status: options.status.join(',') } : {}),
    ...(options.tag === undefined ? {} : { tag: options.tag }),
    ...(options.project === undefined ? {} : { project: options.project }),
    ...(options.currency === undefined ? {} : { currency: options.currency.toUpperCase() }),
    ...(options.min === undefined ? {} : { minTotal: options.min }),
    ...(options.max === undefined ? {} : { maxTotal: options.max }),
  }
}
