import type { ExpensesQuery } from '../../http/contract.ts'
import type { CommandContext } from '../context.ts'
import { exitCodes } from '../exit-codes.ts'
import { expensePages } from '../expense-pages.ts'
import { type FilterOptions, filterQuery } from '../filter-options.ts'
import { convertTo, ratesSource } from '../home-currency.ts'
import { csvList, jsonList, type ListWriter, ndjsonList, tableList } from '../output/expense-list.ts'

export interface ListCommandOptions extends FilterOptions {
  limit?: number
  all?: boolean
  deleted?: boolean
  /** A sort key, with `-` before it for descending. */
  sort: string
  json?: boolean
  ndjson?: boolean
  csv?: boolean
}

/** What a person looks through; programs want all of it. */
const tableLimit = 100

/** `expensa list`: expenses as a table, or as data. */
export async function runList(context: CommandContext, options: ListCommandOptions): Promise<number> {
  const query = {
    ...filterQuery(options, context.now()),
    ...sortQuery(options.sort),
    ...(options.deleted ? { deleted: 'true' } : {}),
  }
  const client = await context.client()
  const home = context.config.homeCurrency
  const writer = writerFor(context, options)
  let count = 0
  let converted = 0
  let more = false
  const pages = expensePages(client, query, { limit: limitOf(options), signal: context.signal })
  for await (const page of pages) {
    const convert = await convertTo(client, home, page.expenses)
    const expenses = home
      ? page.expenses.map((expense) => ({ ...expense, converted: convert(expense) }))
      : page.expenses
    writer.write(expenses)
    count += expenses.length
    converted += expenses.filter((expense) => 'converted' in expense && expense.converted).length
    more = page.more
    if (context.stdout.closed) break
  }
  writer.end(more)

  if (context.quiet) return exitCodes.ok.code
  if (converted > 0 && !options.json && !options.ndjson)
    context.stderr.write(`In ${home} by the rate of the purchase date (${ratesSource}).\n`)
  if (count === 0) context.stderr.write('No expenses match. Bring receipts in with: expensa upload <files>\n')
  if (more && !context.stdout.closed)
    context.stderr.write(`There are more; these are the first ${count}. See all with: --all\n`)
  return exitCodes.ok.code
}

function limitOf({ limit, all, json, ndjson, csv }: ListCommandOptions): number {
  if (limit !== undefined) return limit
  return all || json || ndjson || csv ? Number.POSITIVE_INFINITY : tableLimit
}

function writerFor(context: CommandContext, { json, ndjson, csv }: ListCommandOptions): ListWriter {
  if (json) return jsonList(context)
  if (ndjson) return ndjsonList(context)
  return csv ? csvList(context) : tableList(context)
}

function sortQuery(sort: string): Pick<ExpensesQuery, 'sort' | 'order'> {
  const descending = sort.startsWith('-')
  return {
    sort: sort.replace(/^-/, '') as NonNullable<ExpensesQuery['sort']>,
    order: descending ? 'desc' : 'asc',
  }
}
