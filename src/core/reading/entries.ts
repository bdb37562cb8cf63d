import { type Amount, guessAmount, looksLikeMoney } from './amounts.ts'
import type { Label } from './labels.ts'
import type { LabelKind } from './lexicon.ts'
import type { NumberStyle } from './number-style.ts'
import type { Row } from './rows.ts'
import { isTaxTableHead } from './tax-table.ts'

/** What a row with a key phrase is about. */
export type EntryKind = Exclude<
  LabelKind,
  | 'aside'
  | 'including'
  | 'excluding'
  | 'date'
  | 'otherDate'
  | 'receiptNumber'
  | 'taxNumber'
  | 'itemHead'
  | 'thanks'
  | 'ignore'
>

/** A key phrase and the amounts that belong to it: behind it in its row, or alone in the row below. */
export interface Entry {
  kind: EntryKind
  row: Row
  labels: Label[]
  amounts: Amount[]
  /** The amount stands in the row of the phrase, not below it. */
  sameRow: boolean
}

const entryKinds: readonly EntryKind[] = [
  'grandTotal',
  'total',
  'weakTotal',
  'subtotal',
  'net',
  'tax',
  'cash',
  'change',
  'card',
  'rounding',
  'tip',
  'service',
  'discount',
  'count',
  'loyalty',
]

/** Phrases so short or common that they count only where a row begins with them. */
const onlyInFront =
  /^(?:bar|rest|pin|cb|le|no|retour|tip|tips|service|base|ht|net|card|items?|qty|price|paid|sales?|sum|balance|bal|amt|tot|master|prepaid|less|disc|pcs|boost|credit|debit|valor|antal|afa|km|ust|retur|terug|pay|due|round|uang|kartu|karte|karta|kort|carta|carte|posten|stuck|pezzi|points|promo|actie|aktion|article|articles|quantity|opust|upust|ovo|uid|goods|exempt)$/

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

/** What a phrase alone got wrong and the other rows put right. */
function correctKinds(
  entries: Entry[],
  rows: Row[],
  labels: Map<Row, Label[]>,
  amounts: Map<Row, Amount[]>,
  style: NumberStyle,
): Entry[] {
  const sizeOf = (entry: Entry) => Math.abs(mainAmount(entry, style)?.value ?? 0)
  const unnamed = (entry: Entry) =>
    rows
      .filter((row) => row !== entry.row)
      .flatMap((row) => (amounts.get(row) ?? []).filter((a) => looksLikeMoney(a, style)))
      .map((a) => Math.abs(a.value))
  const firstTotal = entries.find(
    (e) => (e.kind === 'total' || e.kind === 'grandTotal') && mainAmount(e, style) !== null,
  )
  const taxTable = rows.find(
    (row) => firstTotal && row.index > firstTotal.row.index && isTaxTableHead(row, labels, style),
  )
  return entries.map((entry) => {
    // `Total RM lnd. of GST 30.10`, its `incl` garbled: a tax is a small part of any sum.
    const namesTotal = entry.labels.some((l) => l.kind === 'total')
    const others = entries.filter((e) => e.row !== entry.row && sums.has(e.kind)).map(sizeOf)
    const isLarge = sizeOf(entry) > 0.3 * Math.max(...(others.some((v) => v > 0) ? others : unnamed(entry)))
    if (entry.kind === 'tax' && namesTotal && isLarge) return { ...entry, kind: 'grandTotal' }
    // The last line of a tax table below the total sums up the table.
    const isBelow = taxTable !== undefined && entry.row.index > taxTable.index
    if (entry.kind === 'total' && isBelow && entry.row.page === taxTable.page)
      return { ...entry, kind: 'net' }
    return entry
  })
}

const sums: ReadonlySet<EntryKind> = new Set(['grandTotal', 'total', 'subtotal', 'cash', 'card', 'net'])

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

/** Labels that begin the row or fill most of it; a word inside an item's description is none. */
function trusted(row: Row, labels: Label[]): Label[] {
  const letters = row.text.replace(/[^\p{L}]/gu, '').length
  const naming = labels.filter(
    (l) => !['receiptNumber', 'ignore', 'thanks', 'date', 'itemHead'].includes(l.kind),
  )
  const covered = naming.reduce(
    (sum, l) => sum + row.text.slice(l.start, l.end).replace(/[^\p{L}]/gu, '').length,
    0,
  )
  const fills = covered >= 0.45 * letters
  return labels.filter((label) => {
    const before = row.text.slice(0, label.start).replace(/[^\p{L}]/gu, '').length
    // `zzgl. 19 % USt`: only a rate stands between two phrases.
    const inFront =
      before <= 2 ||
      labels.some(
        (l) => l.end <= label.start && /^[\s\d.,:%@()=-]{0,10}$/.test(row.text.slice(l.end, label.start)),
      )
    if (onlyInFront.test(label.phrase)) return inFront && (fills || letters - covered < 8)
    // `Parking tax 0.36`: the phrase ends where the amount begins.
    const endsAtAmount =
      (label.kind === 'tax' || label.kind === 'discount') &&
      label.errors === 0 &&
      /^[\s:.$€£@(RM]*(?:\d+[.,]?\d*\s?%\)?[\s:]*)?-?\d+\s?[.,]\s?\d/.test(row.text.slice(label.end))
    return inFront || fills || endsAtAmount
  })
}

/** What the row is about, from all its phrases together. */
function kindOf(labels: Label[], amounts: Amount[]): EntryKind | null {
  const kinds = new Set(labels.map((label) => label.kind))
  const has = (...wanted: LabelKind[]) => wanted.some((kind) => kinds.has(kind))
  if (labels[0]?.kind === 'ignore' && !has('grandTotal')) return null
  if (has('taxNumber') && !has('grandTotal', 'total')) return null
  if (has('grandTotal')) return has('excluding') && !has('including') ? 'subtotal' : 'grandTotal'
  const at = (kind: LabelKind) => labels.findIndex((label) => label.kind === kind)
  // `GST 6% included in total 0.70` names the tax, `Total incl. GST 12.30` the total.
  if (
    has('total') &&
    has('tax') &&
    has('including') &&
    at('tax') < at('including') &&
    at('including') < at('total')
  )
    return 'tax'
  if (has('weakTotal') && has('including') && labels[0]?.kind === 'weakTotal') return 'grandTotal'
  if (has('total')) {
    // `Total 6% supplies (Inc. GST) 23.15`: of one rate.
    if (has('net') && amounts.some((a) => a.percent)) return 'net'
    if (has('including')) return 'grandTotal'
    // A rate beside a total: the part of the total at that tax rate.
    if (amounts.some((a) => a.percent) && !has('tax')) return 'net'
    if (has('excluding')) return 'subtotal'
    for (const kind of [
      'rounding',
      'discount',
      'change',
      'loyalty',
      'tax',
      'cash',
      'service',
      'tip',
      'net',
    ] as const) {
      if (has(kind)) return kind
    }
    return 'total'
  }
  if (has('loyalty')) return 'loyalty'
  // `10% Srv Chg 6.25`: change has no rate.
  if (has('change') && !has('subtotal') && amounts.some((a) => a.percent)) return 'service'
  for (const kind of ['subtotal', 'change', 'rounding', 'service', 'tip', 'discount', 'cash'] as const) {
    if (has(kind)) return kind
  }
  if (has('card') && !has('tax')) return 'card'
  return (
    entryKinds.find((kind) => kind !== 'weakTotal' && kinds.has(kind)) ??
    (has('weakTotal') ? 'weakTotal' : null)
  )
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

/** The amount an entry states: the last one that looks like money, else the last number if it can be money. */
export function mainAmount(entry: Entry, style: NumberStyle): Amount | null {
  const money = entry.amounts.filter((a) => looksLikeMoney(a, style))
  return money.at(-1) ?? null
}
