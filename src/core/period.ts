import { ExpensaError } from './errors.ts'

/** Calendar dates `YYYY-MM-DD`, both included; null is open. Calendar dates have no time zone. */
export interface Period {
  from: string | null
  to: string | null
}

/** True for a date that exists: `2024-02-29`, not `2023-02-29`. */
export function isCalendarDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (!match) return false
  const [year, month, day] = match.slice(1).map(Number)
  if (year === undefined || month === undefined || day === undefined || year < 1900) return false
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
}

function daysInMonth(year: number, month: number): number {
  // Day 0 of the next month is the last of this one.
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

/** The whole month `YYYY-MM`. Throws `usage` for anything else. */
export function monthPeriod(month: string): { from: string; to: string } {
  const match = /^(\d{4})-(\d{2})$/.exec(month)
  const year = Number(match?.[1])
  const number = Number(match?.[2])
  if (!match || year < 1900 || number < 1 || number > 12) {
    throw new ExpensaError('usage', `Not a month: ${JSON.stringify(month)}`, {
      hint: 'Write a month as YYYY-MM, for example --month 2026-10',
    })
  }
  return { from: `${month}-01`, to: `${month}-${String(daysInMonth(year, number)).padStart(2, '0')}` }
}

/** The calendar date of an instant where the user is (the system's time zone unless given). */
export function calendarDate(instant: Date, timeZone?: string): string {
  // The Swedish locale writes ISO 8601.
  return new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(instant)
}
