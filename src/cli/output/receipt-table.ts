import { shortId } from '../../core/ids.ts'
import { formatMoney } from '../../core/money.ts'
import type { ReceiptWithExpenseJson } from '../../http/contract.ts'
import type { CommandContext } from '../context.ts'
import { attention } from './attention.ts'
import { type Column, renderTable } from './table.ts'
import { plain } from './text.ts'
import { describeReason } from './words.ts'

/** Receipts with how far they have come, and why no further. */
export function receiptTable(context: CommandContext, entries: readonly ReceiptWithExpenseJson[]): string {
  const { stdout: style } = context.style
  const stateStyle = ({ receipt }: ReceiptWithExpenseJson) =>
    receipt.status === 'failed'
      ? style.red
      : receipt.status === 'needs_review'
        ? attention(style)
        : receipt.status === 'extracted' || receipt.status === 'confirmed'
          ? style.green
          : style.cyan
  const columns: Column<ReceiptWithExpenseJson>[] = [
    { title: 'ID', value: ({ receipt }) => shortId(receipt.id), style: () => style.dim },
    {
      title: 'File',
      value: ({ receipt }) => plain(receipt.originalFilename),
      shrinkTo: 12,
      cut: 'middle',
      leaveOut: 1,
    },
    { title: 'State', value: (entry) => stateOf(entry, context.now()), style: stateStyle },
    { title: 'Merchant', value: ({ expense }) => plain(expense?.merchant ?? ''), shrinkTo: 8, leaveOut: 2 },
    {
      title: 'Total',
      value: ({ expense }) => (expense?.total ? formatMoney(expense.total) : (expense?.totalText ?? '')),
      align: 'right',
    },
    { title: 'Why', value: whyOf, shrinkTo: 12, style: () => style.dim },
  ]
  return renderTable(entries, columns, { columns: context.stdout.columns, heading: style.bold })
}

function stateOf({ receipt }: ReceiptWithExpenseJson, now: Date): string {
  const notBefore = receipt.notBefore === null ? null : new Date(receipt.notBefore)
  switch (receipt.status) {
    case 'pending':
      return 'file missing'
    case 'uploaded':
      return notBefore && notBefore > now ? `waits until ${clock(notBefore, now)}` : 'waiting'
    case 'extracting':
      return 'being read'
    default:
      return receipt.status.replaceAll('_', ' ')
  }
}

function whyOf({ receipt, expense }: ReceiptWithExpenseJson): string {
  if (receipt.failureMessage !== null) return plain(receipt.failureMessage)
  if (receipt.status === 'pending') return 'announced, but never sent: run its upload again'
  return (expense?.reviewReasons ?? []).map((reason) => describeReason(reason, 'short')).join(', ')
}

/** The time of day, with the date when it is not today. */
function clock(time: Date, now: Date): string {
  const pad = (value: number) => String(value).padStart(2, '0')
  const ofDay = `${pad(time.getHours())}:${pad(time.getMinutes())}`
  if (time.toDateString() === now.toDateString()) return ofDay
  return `${time.getFullYear()}-${pad(time.getMonth() + 1)}-${pad(time.getDate())} ${ofDay}`
}
