import { isCalendarDate } from '../core/period.ts'

export const dateOrders = ['dmy', 'mdy', 'ymd'] as const

export type DateOrder = (typeof dateOrders)[number]

const datePattern = /^(\d{1,4})[./\- ](\d{1,2}|[a-zä]{3,9})\.?[./\- ](\d{1,4})\b/i
const monthNames = [
  'jan',
  'feb',
  'm[aä]r',
  'apr',
  'ma[iy]',
  'jun',
  'jul',
  'aug',
  'sep',
  'o[ck]t',
  'nov',
  'de[cz]',
]

/** Day or month first, as the whole column tells; null where no date settles it. */
export function dateOrderOf(cells: readonly string[]): DateOrder | null {
  for (const cell of cells) {
    const [, first = '', second = ''] = datePattern.exec(cell) ?? []
    if (first.length === 4) return 'ymd'
    if (Number(first) > 12 || cell.includes('.') || /[a-z]/i.test(second)) return 'dmy'
    if (Number(second) > 12) return 'mdy'
  }
  return null
}

export function parseDate(cell: string, order: DateOrder): string | null {
  const compact = /^(\d{4})(\d{2})(\d{2})\d*$/.exec(cell)
  if (compact) return checked(compact[1], compact[2], compact[3])
  const match = datePattern.exec(cell)
  if (!match) return null
  const [, first = '', second = '', third = ''] = match
  if (first.length === 4) return checked(first, second, third)
  const [day, month] = order === 'mdy' && /^\d+$/.test(second) ? [second, first] : [first, second]
  return checked(third.length === 2 ? `20${third}` : third, month, day)
}

function checked(year = '', month = '', day = ''): string | null {
  const named = monthNames.findIndex((name) => new RegExp(`^${name}`, 'i').test(month))
  const number = /^\d+$/.test(month) ? month : String(named + 1)
  const date = `${year}-${number.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isCalendarDate(date) ? date : null
}

/** The sign before decimals, as the whole column tells: the separator before the last one or two digits. */
export function decimalMarkOf(cells: readonly string[]): '.' | ',' {
  const votes = { '.': 0, ',': 0 }
  for (const cell of cells) {
    const mark = /([.,])\d{1,2}\D*$/.exec(cell)?.[1]
    if (mark === '.' || mark === ',') votes[mark]++
  }
  return votes[','] > votes['.'] ? ',' : '.'
}

/** `-1.234,50 €`, `(12.00)`, `12.00 DR`, `$ 5` as a canonical decimal; null for what is no amount. */
export function parseAmount(cell: string, mark: '.' | ','): string | null {
  const negative = /^\s*\(.*\)\s*$|[-\u2212]|\bDR\b/i.test(cell)
  const digits = cell.replaceAll(mark === ',' ? /[^\d,]/g : /[^\d.]/g, '').replace(',', '.')
  if (!/^\d+(\.\d+)?$|^\.\d+$/.test(digits)) return null
  const plain = digits.startsWith('.') ? `0${digits}` : digits
  return negative && /[1-9]/.test(plain) ? `-${plain}` : plain
}
