/** Where the days of Gemini's daily quotas begin and end. */
export const quotaTimeZone = 'America/Los_Angeles'

const clock = new Intl.DateTimeFormat('en-US', {
  timeZone: quotaTimeZone,
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
})

/** When the daily quota starts anew: the next midnight in California, summer time or not. */
export function nextQuotaDay(now: Date): Date {
  const today = wallClock(now)
  // California is 7 or 8 hours behind UTC; its clocks change at 2:00, so every day has exactly one midnight.
  const summer = new Date(Date.UTC(today.year, today.month - 1, today.day + 1, 7))
  return wallClock(summer).hour === 0 ? summer : new Date(summer.getTime() + 3_600_000)
}

function wallClock(at: Date): { year: number; month: number; day: number; hour: number } {
  const parts = clock.formatToParts(at)
  const read = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value)
  return { year: read('year'), month: read('month'), day: read('day'), hour: read('hour') }
}
