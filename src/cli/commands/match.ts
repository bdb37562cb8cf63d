import * as z from 'zod'
import { ExpensaError } from '../../core/errors.ts'
import { shortId } from '../../core/ids.ts'
import { formatMoney } from '../../core/money.ts'
import { type DateOrder, dateOrders } from '../../match/csv-values.ts'
import { type Match, type MatchResult, match } from '../../match/match.ts'
import { readCsvStatement } from '../../match/read-csv.ts'
import { readOfxStatement } from '../../match/read-ofx.ts'
import type { MatchableExpense } from '../../match/score.ts'
import { decodeText, type Payment, type Statement } from '../../match/statement.ts'
import type { CommandContext } from '../context.ts'
import { exitCodes } from '../exit-codes.ts'
import { fetchForExport } from '../exported-expenses.ts'
import { readNamedFile } from '../file-trouble.ts'
import { convertTo } from '../home-currency.ts'
import { attention } from '../output/attention.ts'
import { toJsonDocument } from '../output/json.ts'
import { renderTable } from '../output/table.ts'
import { plain } from '../output/text.ts'
import { readToml } from '../toml-file.ts'

export interface MatchCommandOptions {
  columns?: Record<string, string>
  dateOrder?: DateOrder
  currency?: string
  days: number
  fee: number
  strict?: boolean
  json?: boolean
}

export const statementFile = 'expensa.statement.toml'

const mapping = z.strictObject({
  date: z.string().optional(),
  amount: z.string().optional(),
  debit: z.string().optional(),
  credit: z.string().optional(),
  currency: z.string().optional(),
  description: z.string().optional(),
  date_order: z.enum(dateOrders).optional(),
})

type Expense = MatchableExpense & { cash: boolean }

/** `expensa match`: which payments on a statement have a receipt, which lack one, which receipts lack a payment. */
export async function runMatch(
  context: CommandContext,
  file: string,
  options: MatchCommandOptions,
): Promise<number> {
  const statement = await readStatement(context, file, options)
  if (statement.payments.length === 0) {
    throw new ExpensaError('usage', `No payments were found in ${file}.`, {
      hint: `It was read with ${Object.entries(statement.reading)
        .map(([key, value]) => `${key} “${value}”`)
        .join(', ')}. Correct that with --columns or --date-order.`,
    })
  }
  const dates = statement.payments.map(({ date }) => date).sort()
  const [from = '', to = ''] = [dates[0], dates.at(-1)]
  const expenses = await expensesBetween(context, shift(from, -options.days), shift(to, 1))
  // A statement is in one currency nearly always; lines in others are compared by their original amount only.
  const currency = statement.payments[0]?.amount.currency ?? undefined
  const convert = await convertTo(await context.client(), currency, expenses)
  const result = match(statement.payments, expenses, {
    days: options.days,
    feePercent: options.fee,
    convert: (total, wanted, purchaseDate) =>
      wanted === currency ? (convert({ total, purchaseDate })?.money.minorUnits ?? null) : null,
  })
  // Receipts from before the statement, and those paid in cash, are not to be expected on it.
  const unmatched = result.unmatched.filter((expense) => !expense.cash && expense.purchaseDate >= from)
  const found = { ...result, unmatched }

  if (options.json) context.stdout.write(documentOf(file, statement, found))
  else context.stdout.write(sectionsOf(context, found))
  if (!context.quiet) report(context, statement, found)
  const complete = found.missing.length + unmatched.length === 0
  return options.strict && !complete ? exitCodes.needsReview.code : exitCodes.ok.code
}

async function readStatement(
  context: CommandContext,
  file: string,
  options: MatchCommandOptions,
): Promise<Statement> {
  const bytes = await readNamedFile(file)
  const text = decodeText(bytes).replace(/^\ufeff/, '')
  if (/<OFX>/i.test(text)) return readOfxStatement(text)
  const hint = 'The file maps columns: date, amount (or debit and credit), currency, description, date_order'
  const remembered = await readToml(mapping, { path: statementFile, named: false, hint })
  const { date_order, ...names } = { ...remembered, ...options.columns }
  return readCsvStatement(text, {
    names,
    dateOrder: options.dateOrder ?? remembered?.date_order ?? null,
    likelyDateOrder: context.config.homeCountry === 'US' ? 'mdy' : 'dmy',
    currency: options.currency ?? null,
  })
}

async function expensesBetween(context: CommandContext, from: string, to: string): Promise<Expense[]> {
  const expenses = await fetchForExport(await context.client(), { from, to })
  return expenses.flatMap(({ id, merchant, purchaseDate, total, payments }) => {
    if (purchaseDate === null || total === null) return []
    const cash = payments.length > 0 && payments.every(({ method }) => method === 'cash')
    return [{ id, merchant, purchaseDate, total, payments, cash }]
  })
}

function shift(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10)
}

function documentOf(file: string, statement: Statement, result: MatchResult<Expense>): string {
  const payment = ({ id, date, amount, description }: Payment) => ({ id, date, amount, description })
  const expense = ({ id, merchant, purchaseDate, total }: Expense) => ({ id, merchant, purchaseDate, total })
  return toJsonDocument('match', {
    file,
    reading: statement.reading,
    payments: statement.payments.length,
    ignored: statement.ignored,
    matched: result.matched.map((each) => ({
      payment: payment(each.payment),
      expense: expense(each.expense),
      points: each.points,
      reasons: each.reasons,
    })),
    missing: result.missing.map(payment),
    unmatched: result.unmatched.map(expense),
  })
}

function sectionsOf(
  { stdout, style: { stdout: style } }: CommandContext,
  result: MatchResult<Expense>,
): string {
  const table = { columns: stdout.columns, heading: style.bold }
  const sections = []
  if (result.matched.length > 0) {
    const rows = renderTable(
      result.matched,
      [
        { title: 'Paid', value: ({ payment }: Match<Expense>) => payment.date },
        { title: 'On the statement', value: ({ payment }) => plain(payment.description), shrinkTo: 16 },
        { title: 'Amount', value: ({ payment }) => amountOf(payment), align: 'right' },
        { title: 'Receipt', value: ({ expense }) => shortId(expense.id), style: () => style.dim },
        { title: 'Merchant', value: ({ expense }) => plain(expense.merchant ?? '?'), shrinkTo: 12 },
        { title: 'Why', value: ({ reasons }) => reasons.join(', '), shrinkTo: 12, style: () => style.dim },
      ],
      table,
    )
    sections.push(`${style.green('With a receipt')}\n${rows}`)
  }
  if (result.missing.length > 0) {
    const rows = renderTable(
      result.missing,
      [
        { title: 'Paid', value: (payment: Payment) => payment.date },
        { title: 'On the statement', value: (payment) => plain(payment.description), shrinkTo: 16 },
        { title: 'Amount', value: amountOf, align: 'right' },
      ],
      table,
    )
    sections.push(`${style.red('Receipt missing')}\n${rows}`)
  }
  if (result.unmatched.length > 0) {
    const rows = renderTable(
      result.unmatched,
      [
        { title: 'Receipt', value: (expense: Expense) => shortId(expense.id), style: () => style.dim },
        { title: 'Date', value: (expense) => expense.purchaseDate },
        { title: 'Merchant', value: (expense) => plain(expense.merchant ?? '?'), shrinkTo: 12 },
        { title: 'Total', value: (expense) => formatMoney(expense.total), align: 'right' },
      ],
      table,
    )
    sections.push(`${attention(style)('Not on the statement')}\n${rows}`)
  }
  return sections.join('\n')
}

function amountOf({ amount }: Payment): string {
  const { minorUnits, currency } = amount
  // Without a currency the decimals of most are a good guess for people.
  return currency === null ? (minorUnits / 100).toFixed(2) : formatMoney({ minorUnits, currency })
}

function report({ stderr }: CommandContext, statement: Statement, result: MatchResult<Expense>): void {
  const { date, amount, description, dateOrder } = statement.reading
  if (date) stderr.write(`Read ${date} (${dateOrder}), ${amount}, ${description || 'no description'}.\n`)
  stderr.write(
    `${statement.payments.length} payment${statement.payments.length === 1 ? '' : 's'}: ${result.matched.length} with a receipt, ${result.missing.length} without; ${result.unmatched.length} receipt${result.unmatched.length === 1 ? '' : 's'} without a payment.\n`,
  )
}
