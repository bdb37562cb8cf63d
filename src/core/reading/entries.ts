import { type Amount, guessAmount, looksLikeMoney } from './amounts.ts'
import type { Entry } from './entry.ts'
import { correctKinds } from './entry-corrections.ts'
import { type EntryKind, kindOf, trusted } from './entry-kinds.ts'
import type { Label } from './labels.ts'
import type { NumberStyle } from './number-style.ts'
import type { Row } from './rows.ts'

/** Pairs phrases with their amounts, for all rows. A row can hold several pairs: `ROUNDING 0.02 TOTAL 6.85`. */
export function readEntries(
  rows: Row[],
  labels: Map<Row, Label[]>,
  amounts: Map<Row, Amount[]>,
  style: NumberStyle,
): Entry[] {
  const entries: Entry[] = []
  for (const row of rows) {
    const own = trusted(row, labels.get(row) ?? [])
    if (own.length === 0) continue
    const rowAmounts = amounts.get(row) ?? []
    if (!rowAmounts.some((a) => looksLikeMoney(a, style))) {
      const kind = kindOf(own, rowAmounts)
      if (!kind) continue
      // Several different phrases without an amount are the titles of a table.
      const isTitles =
        new Set(own.map((label) => label.kind)).size > 1 && own.some((label) => label.kind === 'tax')
      const borrowed = isTitles ? [] : amountsNear(row, rows, labels, amounts)
      const guessed = borrowed.length > 0 ? null : guessAmount(row, own.at(-1)?.end ?? 0, style)
      const found = borrowed.length > 0 ? borrowed : guessed && guessable.has(kind) ? [guessed] : rowAmounts
      entries.push({ kind, row, labels: own, amounts: found, sameRow: borrowed.length === 0 })
      continue
    }
    const split = splitAmount(row, own, rowAmounts, style)
    if (split) {
      const kind = kindOf(own, rowAmounts)
      if (kind && guessable.has(kind))
        entries.push({ kind, row, labels: own, amounts: [split], sameRow: true })
      continue
    }
    for (const part of partsOf(own, rowAmounts, style)) {
      const kind = kindOf(part.labels, part.amounts)
      // `Total after rnd 72.95`: too much to be the rounding itself.
      const rounded =
        kind === 'rounding' &&
        part.labels.some((l) => l.kind === 'total') &&
        part.amounts.every((a) => Math.abs(a.value) >= 1_000)
      if (kind) entries.push({ kind: rounded ? 'grandTotal' : kind, row, ...part, sameRow: true })
    }
  }
  return correctKinds(entries, rows, labels, amounts, style)
}

/** `Total $ 62 68`: the decimals stand apart, because the separator was not recognised. */
function splitAmount(row: Row, labels: Label[], amounts: Amount[], style: NumberStyle): Amount | null {
  const whole = amounts.every((a) => a.decimals === 0 && !a.percent)
  return whole && /\d \d{2}\W*$/.test(row.text) ? guessAmount(row, labels.at(-1)?.end ?? 0, style) : null
}

/** Kinds whose amount other figures can confirm. */
const guessable: ReadonlySet<EntryKind> = new Set([
  'grandTotal',
  'total',
  'cash',
  'change',
  'card',
  'subtotal',
])

/** Cuts a row into phrase–amount pairs: a phrase behind an amount begins a new pair. */
function partsOf(
  labels: Label[],
  amounts: Amount[],
  style: NumberStyle,
): { labels: Label[]; amounts: Amount[] }[] {
  const parts: { labels: Label[]; amounts: Amount[] }[] = []
  const first = labels[0]
  const money = amounts.filter((a) => looksLikeMoney(a, style))
  // Amounts in front of every phrase: `12.50 TOTAL` reads backwards when nothing stands behind.
  if (first && money.every((a) => a.start < first.start)) return [{ labels, amounts }]
  for (const piece of [...labels, ...amounts].sort((x, y) => x.start - y.start)) {
    const last = parts.at(-1)
    if ('kind' in piece) {
      if (last && !last.amounts.some((a) => looksLikeMoney(a, style))) last.labels.push(piece)
      else parts.push({ labels: [piece], amounts: [] })
    } else last?.amounts.push(piece)
  }
  return parts.filter((part) => part.amounts.some((a) => looksLikeMoney(a, style)))
}

/** The amounts of a neighbouring row that holds amounts only: the label's own, slipped out of line. */
function amountsNear(
  row: Row,
  rows: Row[],
  labels: Map<Row, Label[]>,
  amounts: Map<Row, Amount[]>,
): Amount[] {
  for (const offset of [1, -1]) {
    const other = rows[row.index + offset]
    if (!other || other.page !== row.page) continue
    const isNear = Math.abs(other.y - row.y) < 1.9 * Math.max(row.height, other.height)
    const bare =
      other.text
        .replace(/\b(?:RM|MYR|EUR|USD|Rp|IDR|CHF|SEK|NOK|DKK|PLN|CZK)\b/gi, '')
        .replace(/[^\p{L}]/gu, '').length <= 1
    // Above is believable only where the boxes overlap vertically.
    if (offset < 0 && row.y - other.y > 0.7 * row.height) continue
    if (isNear && bare && (labels.get(other) ?? []).length === 0) return amounts.get(other) ?? []
  }
  return []
}
