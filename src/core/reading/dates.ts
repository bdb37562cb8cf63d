import { type CalendarDate, fullYear, isRealDate, monthOf } from './calendar.ts'
import type { DateOrder } from './countries.ts'

/** A date found in a text, with every reading that its digits allow. */
export interface PrintedDate {
  /** Readings by order; a written month or a four-digit year in front leaves only one. */
  readings: { order: DateOrder; date: CalendarDate }[]
  start: number
  end: number
  /** The year was printed with four digits. */
  fourDigitYear: boolean
  /** Written with a month name or as year-month-day with CJK signs: no doubt about its parts. */
  worded: boolean
}

/** Digits of a date with recognition's letters put right; only used inside shapes that are dates otherwise. */
const digits = (text: string) =>
  text
    .replace(/[OoQD]/g, '0')
    .replace(/[lI|]/g, '1')
    .replace(/S/g, '5')
    .replace(/B/g, '8')

const d = '[\\dOolI|]'
const separator = "\\s?[-/.,'’:;~]\\s?|\\s"

const shapes: {
  pattern: RegExp
  read: (groups: string[], today: string) => Omit<PrintedDate, 'start' | 'end'> | null
}[] = [
  // 2018-03-25, 2018/3/25, 2018.03.25, 2018. 03. 25., 2018年3月25日, 2018년 3월 25일, B.E. 2561-…
  {
    pattern:
      /(?<![\dA-Za-z])((?:19|20|25)\d{2})\s?(?:[-/.年년]|\. )\s?(\d{1,2})\s?(?:[-/.月월]|\. )\s?(\d{1,2})(?!\d{3})\s?[日일]?/g,
    read: ([y = '', m = '', day = ''], today) => numeric(y, [['ymd', m, day]], today, true),
  },
  // 30年5月 of Japanese eras and Minguo years.
  {
    pattern:
      /(?<![\dA-Za-z])(令和|平成|昭和|R|H|民國|民国|中華民國)\s?(\d{1,3}|元)\s?[年.\-/]\s?(\d{1,2})\s?[月.\-/]\s?(\d{1,2})(?!\d)日?/g,
    read: ([era = '', y = '', m = '', day = ''], today) => eraDate(era, y, m, day, today),
  },
  // 12 March 2018, 12-MAR-18, 12. März 2020, 12 de marzo de 2020, 12MAR2018, 12/Mar/2018, 5th March, 2019
  {
    pattern:
      /(?<![\d.,])(\d{1,2})(?:st|nd|rd|th)?[\s.\-/,']{0,2}(?:de\s|of\s)?([\p{L}][\p{L}\d]{1,11}?)\.?[\s.\-/,']{0,3}(?:de\s|del\s)?'?(\d{4}|\d{2}|20\d{2}(?=\d{1,2}:\d\d))(?!\d(?!\d?:\d\d))/gu,
    read: ([day = '', name = '', y = ''], today) => worded(y, name, day, today),
  },
  // March 12, 2018; Mar 12 '18; Mar-12-2018; but `SET 12.00` is a set for an amount and not a day in September
  {
    pattern:
      /(?:(?<!\p{L})|(?<=\p{Ll})(?=\p{Lu}))(\p{L}[\p{L}\d]{2,11}?)\.?[\s.\-/,]{0,2}(\d{1,2})(?:st|nd|rd|th)?[\s.\-/,']{1,3}(\d{4}|(?<!\d[.,])\d{2})(?!\d)(?!\s?:)/gu,
    read: ([name = '', day = '', y = ''], today) => worded(y, name, day, today),
  },
  // 2018-Mar-12, 2018 Mar 12
  {
    pattern: /(?<!\d)(20\d{2})[\s.\-/,]{0,2}(\p{L}{3,11})\.?[\s.\-/,]{0,2}(\d{1,2})(?!\d)/gu,
    read: ([y = '', name = '', day = ''], today) => worded(y, name, day, today),
  },
  // 19.05.2016:12 is 19.05.20 and 16:12: a time is glued to a year of two digits.
  {
    pattern: /(?<![\d/])(\d{1,2})([-/.])(\d{1,2})\2(\d{2})(?=[012]\d:[0-5]\d)/g,
    read: ([a = '', s1 = '', b = '', c = ''], today) => plainDate(a, s1, b, s1, c, today),
  },
  // 25/03/2018, 25-3-18, 25.03.2018, 25 03 2018, 3/25/18, 18/03/25
  {
    pattern: new RegExp(
      `(?<![\\d/])(?<!\\d[.,-])(${d}{1,2})(${separator})(${d}{1,2})(${separator})(${d}{4}|${d}{2})(?![\\d/])(?!,\\d|\\s?:\\d)`,
      'g',
    ),
    read: ([a = '', s1 = '', b = '', s2 = '', c = ''], today) => plainDate(a, s1, b, s2, c, today),
  },
  // 25/03/201810:23, 000125/03/2018: a time, a number of the till or of the receipt glued to it.
  {
    pattern: /(?<![\d/])(\d{1,2})([-/.])(\d{1,2})\2((?:20[0-4]|25[5-7])\d)(?=\d{1,2}:\d{2}|\d{3,})/g,
    read: ([a = '', s1 = '', b = '', c = ''], today) => plainDate(a, s1, b, s1, c, today),
  },
  {
    pattern: /(?<=\d{2})([0-3]\d)([-/.])([01]\d)\2(20[0-4]\d)(?!\d)/g,
    read: ([a = '', s1 = '', b = '', c = ''], today) => plainDate(a, s1, b, s1, c, today),
  },
  // 25/032018, 2503/2018: one separator lost. 20180325, 25032018: both, with a four-digit year that fits.
  {
    pattern:
      /(?<![\d/])(\d{2})[-/.]?(\d{2})[-/.](20[0-4]\d)(?!\d)|(?<![\d/])(\d{2})[-/.](\d{2})(20[0-4]\d)(?!\d)/g,
    read: (groups, today) => {
      const [a = '', b = '', y = ''] = groups.filter((g) => g !== undefined && g !== '')
      return numeric(
        y,
        [
          ['dmy', b, a],
          ['mdy', a, b],
        ],
        today,
        true,
      )
    },
  },
  {
    pattern: /(?<!\d)(20[0-4]\d)(0[1-9]|1[0-2])([0-3]\d)(?!\d)/g,
    read: ([y = '', m = '', day = ''], today) => numeric(y, [['ymd', m, day]], today, true),
  },
]

function numeric(
  year: string,
  orders: [DateOrder, month: string, day: string][],
  today: string,
  fourDigitYear: boolean,
): Omit<PrintedDate, 'start' | 'end'> | null {
  const y = fullYear(digits(year), today)
  if (y === null) return null
  const readings = orders
    .map(([order, m, day]) => ({
      order,
      date: { year: y, month: Number(digits(m)), day: Number(digits(day)) },
    }))
    .filter(({ date }) => isRealDate(date))
  return readings.length === 0 ? null : { readings, fourDigitYear, worded: false }
}

function plainDate(a: string, s1: string, b: string, s2: string, c: string, today: string) {
  const [first, second] = [s1.trim(), s2.trim()]
  // Blanks alone, a comma or colon, or two different separators make a date only with a four-digit year.
  // Blanks alone between telephone numbers: a day and a month have two digits each then.
  const usual = /^[-/.]$/.test(first) && first === second
  if (!usual && !/^(?:19|20|25)\d\d$/.test(digits(c))) return null
  if ((first === ':' || second === ':') && first !== second) return null
  if (first === '' && second === '' && a.length + b.length < 4) return null
  if (c.length === 4)
    return numeric(
      c,
      [
        ['dmy', b, a],
        ['mdy', a, b],
      ],
      today,
      true,
    )
  const found = [
    numeric(
      c,
      [
        ['dmy', b, a],
        ['mdy', a, b],
      ],
      today,
      false,
    ),
    numeric(a, [['ymd', b, c]], today, false),
  ]
  const readings = found.flatMap((date) => date?.readings ?? [])
  return readings.length === 0 ? null : { readings, fourDigitYear: false, worded: false }
}

function worded(year: string, name: string, day: string, today: string) {
  const month = monthOf(name)
  const found = month === null ? null : numeric(year, [['dmy', String(month), day]], today, year.length === 4)
  return found && { ...found, worded: true }
}

const eraStart: Record<string, number> = {
  令和: 2018,
  R: 2018,
  平成: 1988,
  H: 1988,
  昭和: 1925,
  民國: 1911,
  民国: 1911,
  中華民國: 1911,
}

function eraDate(era: string, year: string, month: string, day: string, today: string) {
  const y = (eraStart[era] ?? 0) + (year === '元' ? 1 : Number(year))
  const found = numeric(String(y), [['ymd', month, day]], today, true)
  return found && { ...found, worded: true }
}

/** Every date in a text, left to right; where shapes overlap the earlier in the list of shapes wins. */
export function findDates(text: string, today: string): PrintedDate[] {
  const found: PrintedDate[] = []
  for (const { pattern, read } of shapes) {
    pattern.lastIndex = 0
    for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
      const start = match.index
      const end = start + match[0].length
      const overlaps = found.some((other) => start < other.end && end > other.start)
      const date = overlaps
        ? null
        : read(
            match.slice(1).map((group) => group ?? ''),
            today,
          )
      if (date) found.push({ ...date, start, end })
      // What is no date may hide the beginning of one: `19:32 12-6-2023`.
      else pattern.lastIndex = start + 1
    }
  }
  return found.sort((x, y) => x.start - y.start)
}

/** The first time of day in a text as `HH:MM`, or null. */
export function findTime(text: string): string | null {
  const match =
    /(?<![\d:.])([01]?\d|2[0-3])\s?[:.h]\s?([0-5]\d)(?:\s?[:.]\s?[0-5]\d)?\s?([ap]\.?m)?(?![\d%])/i.exec(
      text.replace(/\d{1,4}([-/.])\d{1,2}\1\d{2,4}/g, (date) => ' '.repeat(date.length)),
    )
  if (!match?.[1] || !match[2]) return null
  let hour = Number(match[1])
  const half = match[3]?.toLowerCase()
  if (!half && !match[0].includes(':')) return null
  if (half?.startsWith('p') && hour < 12) hour += 12
  if (half?.startsWith('a') && hour === 12) hour = 0
  return `${String(hour).padStart(2, '0')}:${match[2]}`
}
