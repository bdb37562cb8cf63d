import { shortId } from '../../core/ids.ts'
import { formatMoney, type Money, toDecimal } from '../../core/money.ts'
import { calendarDate } from '../../core/period.ts'
import type { Client } from '../../http/client.ts'
import type { ExpenseDetailJson, ExpenseJson } from '../../http/contract.ts'
import type { EditJson } from '../../http/contract-edits.ts'
import type { CommandContext } from '../context.ts'
import { exitCodes } from '../exit-codes.ts'
import { convertedWords, convertTo } from '../home-currency.ts'
import { attention } from '../output/attention.ts'
import { duplicateText } from '../output/duplicate-text.ts'
import { fieldName, valueText } from '../output/field-text.ts'
import { toJsonDocument } from '../output/json.ts'
import { renderTable } from '../output/table.ts'
import { plain, wrapWords } from '../output/text.ts'
import { describeReason } from '../output/words.ts'

/** `expensa show <id>`: everything known about one receipt, with the arithmetic behind it. */
export async function runShow(
  context: CommandContext,
  id: string,
  options: { json?: boolean },
): Promise<number> {
  const client = await context.client()
  const detail = await client.getExpense(id)
  const { edits } = await client.listEdits(detail.receipt.id)
  const home = context.config.homeCurrency
  const dated = detail.expense ?? { purchaseDate: null, total: null }
  const converted = (await convertTo(client, home, [dated]))(dated)
  const convertedText = converted && convertedWords(converted)
  if (options.json) {
    context.stdout.write(toJsonDocument('expense', { ...detail, edits, ...(home ? { converted } : {}) }))
    return exitCodes.ok.code
  }
  const { stdout: style } = context.style
  const { receipt, expense } = detail
  const sections = [
    `${style.bold(plain(expense?.merchant ?? receipt.originalFilename))}  ${style.dim(shortId(receipt.id))}\n`,
  ]
  if (expense) sections.push(fieldLines(context, expenseFields(expense, convertedText)))
  else sections.push(fieldLines(context, [['Status', receipt.status]]))
  if (receipt.failureCode) {
    sections.push(`${style.red(`${receipt.failureCode}: ${plain(receipt.failureMessage ?? '')}`)}\n`)
    if (receipt.failureHint) sections.push(`${plain(receipt.failureHint)}\n`)
  }
  if (expense && detail.items.length > 0) sections.push(itemTable(context, detail))
  if (expense) sections.push(judgement(context, expense, await suspicions(client, expense)))
  sections.push(fieldLines(context, originFields(detail)))
  sections.push(fieldLines(context, editFields(edits)))
  context.stdout.write(sections.filter((section) => section !== '').join('\n'))
  return exitCodes.ok.code
}

const labelWidth = 12

type Field = [label: string, value: string | null]

function expenseFields(expense: ExpenseJson, convertedText: string | null): Field[] {
  const money = (value: Money | null) => (value ? formatMoney(value) : null)
  const percent = (field: string) => {
    if (expense.editedFields.includes(field)) return '  (edited)'
    const confidence = expense.confidence[field]
    return confidence === undefined ? '' : `  (${Math.round(confidence * 100)} % sure)`
  }
  const unknown = (value: string | null, field: string) =>
    value === null ? 'unknown' : value + percent(field)
  return [
    ['Status', expense.status.replaceAll('_', ' ')],
    [
      'Date',
      unknown([expense.purchaseDate, expense.purchaseTime].filter(Boolean).join(' ') || null, 'purchaseDate'),
    ],
    [
      'Total',
      unknown(
        money(expense.total) ?? (expense.totalText && `${expense.totalText}, currency unknown`),
        'total',
      ),
    ],
    ['Converted', convertedText],
    ['Subtotal', money(expense.subtotal)],
    ['Discount', money(expense.discountTotal)],
    ['Tax', taxText(expense)],
    ['Service', money(expense.serviceCharge)],
    ['Tip', money(expense.tip)],
    ['Rounding', money(expense.rounding)],
    ['Paid', expense.payments.map(paymentText).join(', ') || null],
    ['Category', expense.category],
    ['Receipt no.', expense.receiptNumber],
    ['Address', expense.merchantAddress],
    ['Tax id', expense.merchantTaxId],
    ['Project', expense.project],
    ['Tags', expense.tags.join(', ') || null],
    ['Note', expense.note],
  ]
}

function taxText({ taxTotal, taxIncluded, taxLines }: ExpenseJson): string | null {
  const lines = taxLines.map((line) =>
    [
      line.name,
      line.rate === null ? null : `${line.rate} %`,
      line.amount && toDecimal(line.amount.minorUnits, line.amount.currency),
    ]
      .filter(Boolean)
      .join(' '),
  )
  const total = taxTotal ? formatMoney(taxTotal) + (taxIncluded ? ' included' : '') : null
  if (total === null) return lines.join(', ') || null
  return lines.length > 0 ? `${total}  (${lines.join(', ')})` : total
}

function paymentText(payment: ExpenseJson['payments'][number]): string {
  const card = payment.cardLast4 ? `card ending ${payment.cardLast4}` : payment.method
  return [payment.amount && formatMoney(payment.amount), card].filter(Boolean).join(' ')
}

function originFields({ receipt, location, extraction }: ExpenseDetailJson): Field[] {
  return [
    ['File', receipt.originalFilename],
    ['Original', location],
    ['SHA-256', receipt.sha256],
    [
      'Read by',
      extraction &&
        `${extraction.extractor}, ${extraction.model}, in ${(extraction.durationMs / 1000).toFixed(1)} s`,
    ],
  ]
}

function fieldLines(
  { stdout: { columns }, style: { stdout: style } }: CommandContext,
  fields: Field[],
): string {
  return fields
    .filter(([, value]) => value !== null)
    .map(([label, value]) => {
      const text = plain(value ?? '')
      const lines = columns === null ? text : wrapWords(text, columns, labelWidth)
      return `${style.dim(label.padEnd(labelWidth))}${lines}\n`
    })
    .join('')
}

function itemTable(context: CommandContext, { items }: ExpenseDetailJson): string {
  const { stdout: style } = context.style
  const amount = (money: Money | null) => (money ? toDecimal(money.minorUnits, money.currency) : '')
  type Item = (typeof items)[number]
  return renderTable(
    items,
    [
      { title: 'Item', value: (row: Item) => plain(row.description ?? '?'), shrinkTo: 12 },
      { title: 'Quantity', value: (row: Item) => row.quantity ?? '', align: 'right' },
      { title: 'Each', value: (row: Item) => amount(row.unitPrice), align: 'right' },
      { title: 'Amount', value: (row: Item) => amount(row.amount), align: 'right' },
    ],
    { columns: context.stdout.columns, heading: style.bold },
  )
}

/** What people changed, oldest first. */
function editFields(edits: readonly EditJson[]): Field[] {
  return edits.map(({ createdAt, field, before, after }) => [
    'Edited',
    `${calendarDate(new Date(createdAt))} ${fieldName(field)}: ${valueText(before, field)} → ${valueText(after, field)}`,
  ])
}

/** Which other receipts this one seems to repeat. */
async function suspicions(client: Client, { id, reviewReasons }: ExpenseJson): Promise<string[]> {
  if (!reviewReasons.includes('possible_duplicate')) return []
  const { duplicates } = await client.listDuplicates(id)
  return duplicates.map((pair) => `${duplicateText(pair, id)}.`)
}

/** The self-check's arithmetic, and what a person should look at. */
function judgement(
  { style: { stdout: style } }: CommandContext,
  expense: ExpenseJson,
  suspected: readonly string[],
): string {
  const checks = expense.checks.map(
    (check) => `${check.passed ? style.green('✓') : style.red('✗')} ${plain(check.detail)}\n`,
  )
  const reasons = expense.reviewReasons
    .filter((reason) => reason !== 'possible_duplicate' || suspected.length === 0)
    .map((reason) => describeReason(reason, 'long'))
  const questions = [...reasons, ...suspected].map((text) => `${attention(style)('!')} ${text}\n`)
  return [...checks, ...questions].join('')
}
