import type { Amount } from './amounts.ts'
import type { Label } from './labels.ts'
import type { LabelKind } from './lexicon.ts'
import type { Row } from './rows.ts'

const entryKinds = [
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
] as const satisfies readonly LabelKind[]

/** What a row with a key phrase is about. */
export type EntryKind = (typeof entryKinds)[number]

/** Phrases so short or common that they count only where a row begins with them. */
const onlyInFront =
  /^(?:bar|rest|pin|cb|le|no|retour|tip|tips|service|base|ht|net|card|items?|qty|price|paid|sales?|sum|balance|bal|amt|tot|master|prepaid|less|disc|pcs|boost|credit|debit|valor|antal|afa|km|ust|retur|terug|pay|due|round|uang|kartu|karte|karta|kort|carta|carte|posten|stuck|pezzi|points|promo|actie|aktion|article|articles|quantity|opust|upust|ovo|uid|goods|exempt)$/

/** Labels that begin the row or fill most of it; a word inside an item's description is none. */
export function trusted(row: Row, labels: Label[]): Label[] {
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
export function kindOf(labels: Label[], amounts: Amount[]): EntryKind | null {
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
