import type { Extraction } from '../extraction.ts'
import type { Label } from './labels.ts'
import { contactLike, isAddress, isTitle } from './merchant-words.ts'
import type { Row } from './rows.ts'
import type { Sheet } from './sheet.ts'

type Details = Pick<
  Extraction,
  'merchantAddress' | 'merchantPhone' | 'merchantTaxId' | 'receiptNumber' | 'documentType'
>

/** Fields found by their own shape or by a phrase before them: address, phone, tax number, receipt number, type. */
export function readDetails(
  { rows, labels }: Sheet,
  merchantRows: Row[],
): Details & { cardLast4: string | null } {
  return {
    merchantAddress: readAddress(rows, merchantRows),
    merchantPhone: firstMatch(
      rows.slice(0, 20),
      /\b(?:tel|telp|tél|telefon|phone|ph|tlf)\b[^\d+(]{0,8}(\+?[\d(][\d\s().-]{5,18}\d)/i,
    ),
    merchantTaxId: firstMatch(
      rows,
      /\b(?:GST|VAT|TVA|USt-?Id(?:Nr)?|UID|P\.?\s?IVA|NIF|CIF|NIP|ABN|NPWP|CNPJ|RFC|CVR|KVK|SIRET|GSTIN|TRN|UEN|CUI|OIB|Org\.?\s?nr)\b[^\d]{0,18}?([A-Z]{0,3}\s?\d[\dA-Z\s./-]{6,20}\d)/i,
    ),
    receiptNumber: readNumber(rows, labels),
    documentType: readType(rows),
    cardLast4: firstMatch(rows, /(?:[*xX•#.]{4,}|[*xX•#]{2,}[\s-]*)\s?[-\s]?(\d{4})(?!\d)/),
  }
}

function firstMatch(rows: Row[], pattern: RegExp): string | null {
  for (const row of rows) {
    const found = pattern.exec(row.text)?.[1]?.trim()
    if (found) return found.slice(0, 300)
  }
  return null
}

function readAddress(rows: Row[], merchantRows: Row[]): string | null {
  const from = Math.max(-1, ...merchantRows.map((row) => row.index)) + 1
  const parts: string[] = []
  for (const row of rows.slice(from, from + 8)) {
    const belongs =
      isAddress(row.text) && !contactLike.test(row.text.replace(/\d{5,6}/g, '')) && !isTitle(row.text)
    if (belongs) parts.push(row.text.trim())
    else if (parts.length > 0) break
  }
  return parts.length === 0 ? null : parts.join(' ').slice(0, 300)
}

/** The number behind a phrase like `Invoice No`, in the same row or alone in the next. */
function readNumber(rows: Row[], labels: Map<Row, Label[]>): string | null {
  let best: { text: string; score: number } | null = null
  for (const row of rows) {
    for (const label of labels.get(row) ?? []) {
      if (label.kind !== 'receiptNumber') continue
      const behind = /^[\s.:#°ºno-]*([A-Z0-9][A-Z0-9/-]*\d[A-Z0-9/-]*)/i.exec(row.text.slice(label.end))?.[1]
      if (!behind || behind.length < 2 || /^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}$/.test(behind)) continue
      const score =
        (/invoice|receipt|bill|bon|beleg|rechnung|facture|ticket|fatura|factura|kvitt|kuitti|paragon|doc|slip/.test(
          label.phrase,
        )
          ? 2
          : 1) + (/ no|nr|number/.test(label.phrase) ? 1 : 0)
      if (!best || score > best.score) best = { text: behind, score }
    }
  }
  return best?.text.slice(0, 300) ?? null
}

function readType(rows: Row[]): Extraction['documentType'] {
  const has = (pattern: RegExp) => rows.some((row) => pattern.test(row.text))
  if (
    has(
      /^\W*(?:refund|credit note|return receipt|gutschrift|storno|avoir|reembolso|nota de credito|rimborso|retour(?:bon)?)\b|\brefund (?:total|amount|due)\b|^total refund/i,
    )
  )
    return 'refund'
  const slip = has(
    /\b(?:approval code|auth(?:orization|\.)? code|appr\.? code|cardholder|merchant id|terminal id|batch no|\bAID\b|kundenbeleg|kartenzahlung|signature|sign here)\b/i,
  )
  if (slip && rows.length < 45 && !has(/\b(?:sub ?-?total|qty|subtotal|items?\b|change|cash)\b/i))
    return 'card_slip'
  if (
    has(/^\W*(?:invoice|rechnung|facture|factura|fattura|faktura)\W*(?:no\.?|nr\.?|n°|#|number|$)/i) &&
    has(/\b(?:bill(?:ed)? to|due date|payment terms|ship to|zahlbar|bankverbindung|iban)\b/i)
  )
    return 'invoice'
  return rows.length < 3 ? null : 'receipt'
}
