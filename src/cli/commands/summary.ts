import type { SummaryGrouping } from '../../core/expense-queries.ts'
import { formatMoney } from '../../core/money.ts'
import type { SummaryRowJson } from '../../http/contract.ts'
import type { CommandContext } from '../context.ts'
import { exitCodes } from '../exit-codes.ts'
import { type FilterOptions, filterQuery } from '../filter-options.ts'
import { ratesSource } from '../home-currency.ts'
import { toJsonDocument } from '../output/json.ts'
import { summaryTable } from '../output/summary-table.ts'

export interface SummaryCommandOptions extends FilterOptions {
  by: SummaryGrouping
  json?: boolean
}

/** `expensa summary`: what was spent, in groups; each currency on its own, and beside it in one's own. */
export async function runSummary(context: CommandContext, options: SummaryCommandOptions): Promise<number> {
  const { by } = options
  const home = context.config.homeCurrency
  const query = { ...filterQuery(options, context.now()), by, home }
  const { rows } = await (await context.client()).summarize(query)
  if (options.json) {
    context.stdout.write(toJsonDocument('summary', { by, groups: rows.map((row) => toGroup(row, home)) }))
    return exitCodes.ok.code
  }
  if (rows.length === 0) {
    context.stderr.write('No expenses match. Bring receipts in with: expensa upload <files>\n')
    return exitCodes.ok.code
  }
  const known = rows.filter((row) => row.currency !== null)
  if (known.length > 0) context.stdout.write(summaryTable(context, by, known))
  if (home !== undefined && by !== 'tag') context.stdout.write(inHomeCurrency(rows, home))
  if (context.quiet) return exitCodes.ok.code
  const unknown = rows.filter((row) => row.currency === null).reduce((sum, row) => sum + row.count, 0)
  if (unknown > 0) {
    context.stderr.write(
      `${unknown}${known.length > 0 ? ' more' : ''} in no known currency, not added up: expensa list --status needs_review\n`,
    )
  }
  if (by === 'tag') context.stderr.write('An expense with several tags counts under each of them.\n')
  return exitCodes.ok.code
}

function toGroup(row: SummaryRowJson, home: string | undefined) {
  const { totalMinorUnits, convertedMinorUnits, withoutRate, currency, ...group } = row
  const money = (minorUnits: number | null, code: string | null) =>
    minorUnits === null || code === null ? null : { minorUnits, currency: code }
  return {
    ...group,
    currency,
    total: money(totalMinorUnits, currency),
    ...(home === undefined ? {} : { converted: money(convertedMinorUnits, home), withoutRate }),
  }
}

/** All currencies in one sum, as far as there are rates; nothing where nothing was converted. */
function inHomeCurrency(rows: readonly SummaryRowJson[], home: string): string {
  if (!rows.some((row) => row.currency !== home && row.convertedMinorUnits !== null)) return ''
  const minorUnits = rows.reduce((sum, row) => sum + (row.convertedMinorUnits ?? 0), 0)
  const without = rows.reduce((sum, row) => sum + row.withoutRate, 0)
  const left = without > 0 ? `; ${without} without a rate left out` : ''
  return `\n${formatMoney({ minorUnits, currency: home })} in all, by the rates of the purchase dates (${ratesSource})${left}\n`
}
