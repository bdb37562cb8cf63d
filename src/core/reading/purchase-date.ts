import { type CalendarDate, toIso, weekdayOf, weekdayOfDate } from './calendar.ts'
import { countries, type DateOrder } from './countries.ts'
import type { CountryEvidence } from './country.ts'
import { findDates, findTime, type PrintedDate } from './dates.ts'
import type { Label } from './labels.ts'
import type { Row } from './rows.ts'
import type { Sheet } from './sheet.ts'

export interface PurchaseDateReading {
  date: string | null
  /** The other reading, where the order of day and month rests on nothing the receipt shows. */
  alternative: string | null
  time: string | null
  /** What settled the order: written out, only one reading, another date, a weekday, the country, the home country. */
  settledBy: 'one_reading' | 'other_date' | 'weekday' | 'country' | 'home' | 'nothing' | null
  /** How clearly this is the date of purchase, rising with labels, a time beside it, repetition. */
  score: number
  /** Lead over the next different date. */
  margin: number
}

interface Found {
  printed: PrintedDate
  row: Row
  score: number
}

/** Finds the date of purchase among all dates on the receipt and settles the order of day and month. */
export function readPurchaseDate(
  { rows, labels, country: evidence }: Sheet,
  context: { today: string; homeCountry?: string },
): PurchaseDateReading {
  const found: Found[] = rows.flatMap((row) =>
    findDates(isCutOff(row.text) ? '' : row.text, context.today).map((printed) => ({
      printed,
      row,
      score: scoreDate(printed, row, rows, labels),
    })),
  )
  if (found.length === 0) {
    return { date: null, alternative: null, time: null, settledBy: null, score: 0, margin: 0 }
  }
  const settle = decideOrder(found, rows, evidence, context)
  const readings = found.map((f) => ({ ...f, ...settle(f.printed) }))
  const byDate = new Map<string, number>()
  const seen = new Map<string, number>()
  for (const { iso, score } of readings) {
    const earlier = byDate.get(iso)
    byDate.set(iso, Math.max(earlier ?? score, score))
    seen.set(iso, (seen.get(iso) ?? 0) + 1)
  }
  for (const iso of byDate.keys()) if ((seen.get(iso) ?? 0) > 1) byDate.set(iso, (byDate.get(iso) ?? 0) + 0.5)
  for (const iso of byDate.keys()) if (iso > context.today) byDate.set(iso, (byDate.get(iso) ?? 0) - 4)
  // Nobody brings receipts in after so long, but figures and the years of companies look like such dates.
  const longAgo = `${Number(context.today.slice(0, 4)) - 15}${context.today.slice(4)}`
  for (const iso of byDate.keys()) if (iso < longAgo) byDate.set(iso, (byDate.get(iso) ?? 0) - 1.5)
  const ranked = [...byDate].sort((a, b) => b[1] - a[1])
  const best = ranked[0]
  const chosen = readings.filter((r) => r.iso === best?.[0]).toSorted((a, b) => b.score - a.score)[0]
  if (!best || !chosen)
    return { date: null, alternative: null, time: null, settledBy: null, score: 0, margin: 0 }
  return {
    date: chosen.iso,
    alternative: chosen.alternative,
    time: timeNear(chosen.row, chosen.printed, rows),
    settledBy: chosen.settledBy,
    score: best[1],
    margin: best[1] - (ranked[1]?.[1] ?? best[1] - 5),
  }
}

/** `5.09.15` at the very edge: the month is padded, so the first digit of the day was cut off or faded. */
const isCutOff = (text: string) => /^\d\.0\d\.\d{2}(?!\d)/.test(text)

function scoreDate(printed: PrintedDate, row: Row, rows: Row[], labels: Map<Row, Label[]>): number {
  let score = printed.worded ? 1.5 : printed.fourDigitYear ? 1 : 0
  const before = (labels.get(row) ?? []).filter((label) => label.start < printed.start)
  const nearest = before.at(-1)
  if (before.some((label) => label.kind === 'date')) score += 2
  if (nearest?.kind === 'otherDate') score -= 4
  else if (before.some((label) => label.kind === 'otherDate' && label.phrase.length > 3)) score -= 2
  if (before.some((label) => label.kind === 'taxNumber')) score -= 1.5
  if (/\d{1,2}\s?:\s?\d{2}/.test(row.text)) score += 1.5
  const above = rows[row.index - 1]
  const isAlone = before.length === 0 && row.text.length - (printed.end - printed.start) < 12
  if (isAlone && above && above.page === row.page) {
    const labelsAbove = labels.get(above) ?? []
    const label = labelsAbove.find((l) => l.kind === 'date' || l.kind === 'otherDate')
    if (label?.kind === 'date' && label.phrase.length > 3) score += 1
    if (label?.kind === 'otherDate' && label.phrase.length > 4) score -= 2
  }
  const kinds = new Set((labels.get(row) ?? []).map((label) => label.kind))
  if (kinds.has('card') || kinds.has('total') || kinds.has('cash')) score += 1
  // Points and balances are stated as of the day before.
  if (kinds.has('loyalty')) score -= 3
  // A car park's ticket: the day it was left is the day it was paid.
  const inOrOut = /(?:^|\s)(in|out)\s?:\s*$/i.exec(row.text.slice(0, printed.start))?.[1]?.toLowerCase()
  if (inOrOut) score += inOrOut === 'out' ? 1 : -2
  // When the permit of a till was issued, above the day it ends.
  if (/\bissued?\b/i.test(row.text) && /\bvalid\b/i.test(rows[row.index + 1]?.text ?? '')) score -= 4
  // Two readable numbers around a range (05/01/18 - 30/01/18) are a promotion, not a purchase.
  if (isPeriod.test(row.text)) score -= 2
  // `1 1/14/24`: the first digit may belong to the day.
  if (/(?<!\d)\d $/.test(row.text.slice(0, printed.start))) score -= 1
  if (/\b(?:tel|telp|phone|ph|fax|hp|hotline)\b/i.test(row.text) && !before.length) score -= 3
  return score
}

/** Two dates with a word or sign between that makes them a span of time. */
const isPeriod =
  /\d\s?(?:-|to|until|till|bis|au|hingga|al|s\/d)\s?(?:\d{1,2}(?:[-/.]\d{1,2}[-/.]|\s?\p{L}{3,9}\s?)\d{2}|\p{L}{3,9}\.? \d{1,2}(?!\d))/iu

type Settled = { iso: string; alternative: string | null; settledBy: PurchaseDateReading['settledBy'] }

function decideOrder(
  found: Found[],
  rows: Row[],
  evidence: CountryEvidence,
  context: { today: string; homeCountry?: string },
): (printed: PrintedDate) => Settled {
  const only = (printed: PrintedDate) => new Set(printed.readings.map((r) => toIso(r.date))).size === 1
  const certain = new Set<string>()
  const orders = new Map<DateOrder, number>()
  for (const { printed } of found) {
    if (!only(printed)) continue
    const reading = printed.readings[0]
    if (!reading) continue
    certain.add(toIso(reading.date))
    // A day above twelve shows the order for the others. With two-digit years 18/03/25 stays open.
    if (!printed.worded && printed.readings.length === 1)
      orders.set(reading.order, (orders.get(reading.order) ?? 0) + 1)
  }
  const weekdays = new Set(
    found.flatMap(({ row }) =>
      (row.text.match(/\p{L}{3,}/gu) ?? []).map(weekdayOf).filter((w) => w !== null),
    ),
  )
  const homeOrder = context.homeCountry === undefined ? null : (countries[context.homeCountry]?.order ?? null)
  const ownOrder = evidence.country === null ? null : (countries[evidence.country]?.order ?? null)
  const compact = rows.some((row) => /\b20\d\d[-/.]\d\d[-/.]\d\d\b/.test(row.text))

  return (printed) => {
    const candidates = printed.readings.filter(
      (r) =>
        r.order !== 'ymd' ||
        printed.fourDigitYear ||
        ownOrder === 'ymd' ||
        printed.readings.every((x) => x.order === 'ymd') ||
        (homeOrder === 'ymd' && ownOrder === null),
    )
    const pool = candidates.length > 0 ? candidates : printed.readings
    const past = pool.filter((r) => toIso(r.date) <= context.today)
    const open = past.length > 0 ? past : pool
    const first = open[0]
    if (!first) throw new Error('A printed date has at least one reading')
    const answer = (date: CalendarDate, settledBy: Settled['settledBy']): Settled => {
      const iso = toIso(date)
      const other = open.find((r) => toIso(r.date) !== iso)
      const isOpen = settledBy === 'nothing' && other !== undefined
      return { iso, alternative: isOpen ? toIso(other.date) : null, settledBy }
    }
    if (open.every((r) => toIso(r.date) === toIso(first.date))) return answer(first.date, 'one_reading')
    const repeated = open.find((r) => certain.has(toIso(r.date)))
    if (repeated) return answer(repeated.date, 'other_date')
    const dayFirst = orders.get('dmy') ?? 0
    const monthFirst = orders.get('mdy') ?? 0
    if (dayFirst !== monthFirst) {
      const reading = open.find((r) => r.order === (dayFirst > monthFirst ? 'dmy' : 'mdy'))
      if (reading) return answer(reading.date, 'other_date')
    }
    const onWeekday = weekdays.size === 1 ? open.filter((r) => weekdays.has(weekdayOfDate(r.date))) : []
    if (onWeekday.length === 1 && onWeekday[0]) return answer(onWeekday[0].date, 'weekday')
    // Countries that write the year first still print day first when the year stands last.
    const byOrder = (order: DateOrder | null) =>
      order === null
        ? undefined
        : (open.find((r) => r.order === order) ??
          (order === 'ymd' && !compact ? open.find((r) => r.order === 'dmy') : undefined))
    const own = byOrder(ownOrder)
    if (own && evidence.weight >= 2) return answer(own.date, 'country')
    const home = byOrder(homeOrder)
    if (home) return answer(home.date, 'home')
    return answer(first.date, 'nothing')
  }
}

function timeNear(row: Row, printed: PrintedDate, rows: Row[]): string | null {
  const rest = `${' '.repeat(printed.end)}${row.text.slice(printed.end)}`
  const near = [rest, row.text.slice(0, printed.start), rows[row.index + 1]?.text, rows[row.index - 1]?.text]
  for (const text of near) {
    const time = text === undefined ? null : findTime(text)
    if (time) return time
  }
  return null
}
