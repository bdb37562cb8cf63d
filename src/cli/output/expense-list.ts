import { shortId } from '../../core/ids.ts'
import { formatMoney, type Money, toDecimal } from '../../core/money.ts'
import type { Converted } from '../../core/rates.ts'
import { toCsv } from '../../export/csv-text.ts'
import type { ExpenseJson } from '../../http/contract.ts'
import type { CommandContext } from '../context.ts'
import { attention } from './attention.ts'
import { streamJsonDocument, toJsonLine } from './json.ts'
import { type Column, renderTable } from './table.ts'
import { joinParts, plain } from './text.ts'
import { describeReason } from './words.ts'

/** An expense as it is listed; `converted` is there when a home currency is set. */
export type ListedExpense = ExpenseJson & { converted?: Converted | null }

/** Takes a list page by page. All but the table write each page at once, whatever comes behind it. */
export interface ListWriter {
  write(expenses: readonly ListedExpense[]): void
  end(more: boolean): void
}

export function jsonList({ stdout }: CommandContext): ListWriter {
  const document = streamJsonDocument('expenses', 'expenses', (text) => stdout.write(text))
  return {
    write: (expenses) => document.write(expenses),
    end: (more) => document.end({ more }),
  }
}

export function ndjsonList({ stdout }: CommandContext): ListWriter {
  return {
    write: (expenses) =>
      stdout.write(expenses.map((expense) => toJsonLine('list --ndjson', expense)).join('')),
    end: () => {},
  }
}

export function csvList({ stdout }: CommandContext): ListWriter {
  stdout.write(toCsv([csvHeading]))
  return { write: (expenses) => stdout.write(toCsv(expenses.map(csvRow))), end: () => {} }
}

/** Columns are as wide as their widest cell: nothing is written before the last one is known. */
export function tableList(context: CommandContext): ListWriter {
  const all: ListedExpense[] = []
  return {
    write: (expenses) => {
      for (const expense of expenses) all.push(expense)
    },
    end: () => {
      if (all.length === 0) return
      context.stdout.write(expenseTable(context, all))
      const parts = [...totalParts(all), ...inHomeCurrency(all, context.config.homeCurrency)]
      context.stdout.write(`\n${joinParts(parts, context.stdout.columns)}\n`)
    },
  }
}

function expenseTable(context: CommandContext, expenses: readonly ListedExpense[]): string {
  const { stdout: style } = context.style
  const columns: Column<ListedExpense>[] = [
    { title: 'ID', value: (row) => shortId(row.id), style: () => style.dim },
    { title: 'Date', value: (row) => row.purchaseDate ?? '?' },
    { title: 'Merchant', value: (row) => plain(row.merchant ?? '?'), shrinkTo: 18 },
    { title: 'Category', value: (row) => plain(row.category ?? ''), shrinkTo: 8, leaveOut: 3 },
    { title: 'Project', value: (row) => plain(row.project ?? ''), shrinkTo: 8, leaveOut: 2 },
    { title: 'Tags', value: (row) => plain(row.tags.join(' ')), shrinkTo: 8, leaveOut: 1 },
    { title: 'Total', value: (row) => amountOf(row), align: 'right' },
    {
      title: `In ${context.config.homeCurrency ?? ''}`,
      value: ({ converted }) => (converted ? formatMoney(converted.money) : ''),
      align: 'right',
      style: () => style.dim,
    },
    {
      title: 'Review',
      value: (row) =>
        row.status === 'needs_review'
          ? row.reviewReasons.map((reason) => describeReason(reason, 'short')).join(', ')
          : '',
      shrinkTo: 10,
      leaveOut: 4,
      style: () => attention(style),
    },
  ]
  return renderTable(expenses, columns, { columns: context.stdout.columns, heading: style.bold })
}

/** The total; as read, with a question mark, while nothing says which currency it is in. */
function amountOf(expense: ExpenseJson): string {
  if (expense.total) return formatMoney(expense.total)
  return expense.totalText === null ? '?' : `${expense.totalText} ?`
}

/** Per currency: different ones are never added up. */
function totalParts(expenses: readonly ExpenseJson[]): string[] {
  const sums = new Map<string, number>()
  for (const { total } of expenses) {
    if (total) sums.set(total.currency, (sums.get(total.currency) ?? 0) + total.minorUnits)
  }
  const amounts = [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, minorUnits]) => formatMoney({ minorUnits, currency }))
  const without = expenses.filter((expense) => !expense.total).length
  const parts = [`${expenses.length} expense${expenses.length === 1 ? '' : 's'}`, ...amounts]
  if (without > 0) parts.push(`${without} without a total in a known currency`)
  return parts
}

/** All of them in one sum, as far as there are rates; nothing where nothing was converted. */
function inHomeCurrency(expenses: readonly ListedExpense[], home: string | undefined): string[] {
  if (home === undefined || !expenses.some(({ converted }) => converted)) return []
  const amounts = expenses.map(({ total, converted }) =>
    total?.currency === home ? total : (converted?.money ?? null),
  )
  const minorUnits = amounts.reduce((sum, amount) => sum + (amount?.minorUnits ?? 0), 0)
  const without = expenses.filter(({ total }, i) => total !== null && amounts[i] === null).length
  const left = without > 0 ? `, ${without} without a rate left out` : ''
  return [`${formatMoney({ minorUnits, currency: home })} in all${left}`]
}

const csvHeading = [
  'id',
  'status',
  'date',
  'merchant',
  'category',
  'currency',
  'total',
  'subtotal',
  'tax',
  'tip',
  'receipt_number',
  'review_reasons',
  'note',
  'tags',
  'project',
]

function csvRow(expense: ExpenseJson): (string | null)[] {
  const decimal = (money: Money | null) => (money ? toDecimal(money.minorUnits, money.currency) : null)
  return [
    expense.id,
    expense.status,
    expense.purchaseDate,
    expense.merchant,
    expense.category,
    expense.currency,
    decimal(expense.total),
    decimal(expense.subtotal),
    decimal(expense.taxTotal),
    decimal(expense.tip),
    expense.receiptNumber,
    expense.reviewReasons.join(' '),
    expense.note,
    expense.tags.join(' '),
    expense.project,
  ]
}
