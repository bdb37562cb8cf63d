import { shortId } from '../../core/ids.ts'
import { formatMoney, type Money, toDecimal } from '../../core/money.ts'
import { toCsv } from '../../export/csv-text.ts'
import type { ExpenseJson, ExpensesQuery } from '../../http/contract.ts'
import type { CommandContext } from '../context.ts'
import { exitCodes } from '../exit-codes.ts'
import { type FilterOptions, filterQuery } from '../filter-options.ts'
import { type Convert, convertTo, ratesSource } from '../home-currency.ts'
import { toJsonDocument, toJsonLine } from '../output/json.ts'
import { type Column, renderTable } from '../output/table.ts'
import { joinParts, plain } from '../output/text.ts'
import { describeReason } from '../output/words.ts'

export interface ListCommandOptions extends FilterOptions {
  limit: number
  all?: boolean
  deleted?: boolean
  /** A sort key, with `-` before it for descending. */
  sort: string
  json?: boolean
  ndjson?: boolean
  csv?: boolean
}

const pageSize = 1000

/** `expensa list`: expenses as a table, or as data. */
export async function runList(context: CommandContext, options: ListCommandOptions): Promise<number> {
  const client = await context.client()
  const query = {
    ...filterQuery(options, context.now()),
    ...sortQuery(options.sort),
    ...(options.deleted ? { deleted: 'true' } : {}),
  }
  const wanted = options.all ? Number.POSITIVE_INFINITY : options.limit
  const expenses: ExpenseJson[] = []
  let more = true
  while (more && expenses.length < wanted) {
    const limit = Math.min(pageSize, wanted - expenses.length)
    const page = await client.listExpenses({ ...query, limit, offset: expenses.length })
    expenses.push(...page.expenses)
    more = page.more
  }

  const home = context.config.homeCurrency
  const convert = await convertTo(client, home, expenses)
  const withConverted = (expense: ExpenseJson) =>
    home ? { ...expense, converted: convert(expense) } : expense
  if (options.json)
    context.stdout.write(toJsonDocument('expenses', { expenses: expenses.map(withConverted), more }))
  else if (options.ndjson)
    for (const expense of expenses) context.stdout.write(toJsonLine('list --ndjson', withConverted(expense)))
  else if (options.csv) context.stdout.write(toCsv([csvHeading, ...expenses.map(csvRow)]))
  else if (expenses.length > 0) {
    context.stdout.write(expenseTable(context, expenses, convert))
    const parts = [...totalParts(expenses), ...inHomeCurrency(expenses, convert, home)]
    context.stdout.write(`\n${joinParts(parts, context.stdout.columns)}\n`)
  }
  if (context.quiet) return exitCodes.ok.code
  if (!options.json && !options.ndjson && expenses.some((expense) => convert(expense) !== null)) {
    context.stderr.write(`In ${home} by the rate of the purchase date (${ratesSource}).\n`)
  }
  if (expenses.length === 0)
    context.stderr.write('No expenses match. Bring receipts in with: expensa upload <files>\n')
  if (more)
    context.stderr.write(`There are more; these are the first ${expenses.length}. See all with: --all\n`)
  return exitCodes.ok.code
}

function sortQuery(sort: string): Pick<ExpensesQuery, 'sort' | 'order'> {
  const descending = sort.startsWith('-')
  return {
    sort: sort.replace(/^-/, '') as NonNullable<ExpensesQuery['sort']>,
    order: descending ? 'desc' : 'asc',
  }
}

function expenseTable(context: CommandContext, expenses: readonly ExpenseJson[], convert: Convert): string {
  const { stdout: style } = context.style
  const columns: Column<ExpenseJson>[] = [
    { title: 'ID', value: (row) => shortId(row.id), style: () => style.dim },
    { title: 'Date', value: (row) => row.purchaseDate ?? '?' },
    { title: 'Merchant', value: (row) => plain(row.merchant ?? '?'), shrinkTo: 12 },
    { title: 'Category', value: (row) => plain(row.category ?? ''), shrinkTo: 8, leaveOut: 4 },
    { title: 'Project', value: (row) => plain(row.project ?? ''), shrinkTo: 6, leaveOut: 2 },
    { title: 'Tags', value: (row) => plain(row.tags.join(' ')), shrinkTo: 6, leaveOut: 1 },
    { title: 'Total', value: (row) => amountOf(row), align: 'right' },
    {
      title: `In ${context.config.homeCurrency ?? ''}`,
      value: (row) => {
        const converted = convert(row)
        return converted ? formatMoney(converted.money) : ''
      },
      align: 'right',
      style: () => style.dim,
    },
    {
      title: 'Review',
      value: (row) =>
        row.status === 'needs_review'
          ? row.reviewReasons.map((reason) => describeReason(reason, 'short')).join(', ')
          : '',
      shrinkTo: 6,
      leaveOut: 3,
      style: () => style.yellow,
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
function inHomeCurrency(
  expenses: readonly ExpenseJson[],
  convert: Convert,
  home: string | undefined,
): string[] {
  const amounts = expenses.map((expense) =>
    expense.total?.currency === home ? expense.total : (convert(expense)?.money ?? null),
  )
  if (home === undefined || !expenses.some((expense) => convert(expense) !== null)) return []
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
