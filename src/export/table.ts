import { type Money, toDecimal } from '../core/money.ts'
import type { ExportedExpense } from './exported-expense.ts'

/** A value of a spreadsheet's cell. Dates are calendar dates, amounts keep their currency's decimals. */
export type Cell =
  | { type: 'text'; text: string | null }
  | { type: 'date'; date: string | null }
  | { type: 'amount'; money: Money | null }

export interface TableColumn {
  title: string
  /** In characters. */
  width: number
  cell: (expense: ExportedExpense) => Cell
}

const text = (value: string | null): Cell => ({ type: 'text', text: value })
const amount = (money: Money | null): Cell => ({ type: 'amount', money })

/** The columns of CSV and XLSX, in an order that is only ever added to at its end. */
export const tableColumns: readonly TableColumn[] = [
  { title: 'id', width: 38, cell: ({ id }) => text(id) },
  { title: 'status', width: 13, cell: ({ status }) => text(status) },
  { title: 'date', width: 12, cell: ({ purchaseDate }) => ({ type: 'date', date: purchaseDate }) },
  { title: 'merchant', width: 30, cell: ({ merchant }) => text(merchant) },
  { title: 'category', width: 16, cell: ({ category }) => text(category) },
  { title: 'currency', width: 9, cell: ({ currency }) => text(currency) },
  { title: 'total', width: 13, cell: ({ total }) => amount(total) },
  { title: 'subtotal', width: 13, cell: ({ subtotal }) => amount(subtotal) },
  { title: 'tax', width: 11, cell: ({ taxTotal }) => amount(taxTotal) },
  { title: 'tax_lines', width: 22, cell: ({ taxLines }) => text(taxLines.map(taxText).join('; ') || null) },
  { title: 'tip', width: 10, cell: ({ tip }) => amount(tip) },
  { title: 'paid_by', width: 14, cell: ({ payments }) => text(payments.map(paymentText).join('; ') || null) },
  { title: 'receipt_number', width: 18, cell: ({ receiptNumber }) => text(receiptNumber) },
  { title: 'merchant_tax_id', width: 18, cell: ({ merchantTaxId }) => text(merchantTaxId) },
  { title: 'review_reasons', width: 20, cell: ({ reviewReasons }) => text(reviewReasons.join(' ') || null) },
  { title: 'note', width: 24, cell: ({ note }) => text(note) },
  { title: 'project', width: 16, cell: ({ project }) => text(project) },
  { title: 'tags', width: 16, cell: ({ tags }) => text(tags.join(' ') || null) },
  { title: 'file', width: 24, cell: ({ receipt }) => text(receipt.originalFilename) },
  { title: 'sha256', width: 66, cell: ({ receipt }) => text(receipt.sha256) },
]

/** `19%: 1.60` */
function taxText({ rate, name, amount }: ExportedExpense['taxLines'][number]): string {
  const label = rate === null ? name : `${rate}%`
  return [label, amount && toDecimal(amount.minorUnits, amount.currency)].filter(Boolean).join(': ')
}

function paymentText({ method, cardLast4 }: ExportedExpense['payments'][number]): string {
  return cardLast4 === null ? (method ?? '') : `card ${cardLast4}`
}
