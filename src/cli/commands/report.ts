import { ExpensaError } from '../../core/errors.ts'
import type { ReportExpense } from '../../report/report.ts'
import type { CommandContext } from '../context.ts'
import { exitCodes } from '../exit-codes.ts'
import { fetchForExport } from '../exported-expenses.ts'
import { type FilterOptions, filterQuery } from '../filter-options.ts'
import { convertedWords, convertTo } from '../home-currency.ts'
import { plain } from '../output/text.ts'
import { writeWhole } from '../output/write-file.ts'

export interface ReportCommandOptions extends FilterOptions {
  output?: string
  title: string
  name?: string
  paper?: 'a4' | 'letter'
  font?: string
  receipts: boolean
}

const letterCountries = ['US', 'CA', 'MX']

/** `expensa report`: what one hands to an employer or a tax office, as PDF. */
export async function runReport(context: CommandContext, options: ReportCommandOptions): Promise<number> {
  const query = filterQuery(options, context.now())
  const client = await context.client()
  const found = await fetchForExport(client, query)
  const convert = await convertTo(client, context.config.homeCurrency, found)
  const expenses = found.map((expense) => {
    const converted = convert(expense)
    return { ...expense, converted: converted && convertedWords(converted) }
  })
  if (expenses.length === 0) {
    throw new ExpensaError('not_found', 'No expenses match, so there is nothing to report.', {
      hint: 'See what there is with: expensa list --all',
    })
  }
  const { createReport } = await import('../../report/create-report.ts')
  const byId = new Map(expenses.map((expense) => [expense.id, expense.receipt.contentType]))
  const readOriginal = async ({ id }: ReportExpense, number: number) => {
    if (context.signal.aborted) throw new ExpensaError('interrupted', 'Interrupted.')
    if (context.stderr.isTTY && !context.quiet) {
      context.stderr.write(`\rReceipt ${number} of ${expenses.length} `)
    }
    return { bytes: await client.downloadOriginal(id), contentType: byId.get(id) ?? 'image/jpeg' }
  }
  const country = context.config.homeCountry ?? ''
  const report = await createReport(expenses, options.receipts ? readOriginal : null, {
    title: options.title,
    name: options.name ?? null,
    subtitle: subtitleOf(query),
    paper: options.paper ?? (letterCountries.includes(country) ? 'letter' : 'a4'),
    extraFont: options.font ?? null,
    now: context.now(),
  })
  if (context.stderr.isTTY && !context.quiet) context.stderr.write('\r\u001b[K')
  const output = options.output ?? `${['expenses', query.from, query.to].filter(Boolean).join('-')}.pdf`
  await writeWhole(output, report.bytes)

  for (const number of report.unshown) {
    context.stderr.write(`The original of number ${number} cannot be shown; its page says so.\n`)
  }
  if (report.missing.length > 0) {
    const shown = report.missing.slice(0, 20).join('')
    context.stderr.write(
      `The built-in font lacks ${plain(shown)}; they are printed as ?. Name a font that has them with --font.\n`,
    )
  }
  if (!context.quiet) {
    const count = `${expenses.length} expense${expenses.length === 1 ? '' : 's'}`
    context.stderr.write(
      `${count} on ${report.pages} page${report.pages === 1 ? '' : 's'} in ${plain(output)}.\n`,
    )
  }
  return report.unshown.length > 0 ? exitCodes.partial.code : exitCodes.ok.code
}

/** The period, and by what else the report is narrowed down. */
function subtitleOf(query: ReturnType<typeof filterQuery>): string {
  const { from, to, project, category, merchant, tag, currency, status } = query
  const words = [
    periodWords(from, to),
    project,
    category === undefined ? null : `Category ${category === '' ? 'none' : category}`,
    merchant === undefined ? null : `Merchants with “${merchant}”`,
    tag === undefined ? null : `#${tag}`,
    currency === undefined ? null : `Only ${currency}`,
    status === undefined ? null : `Only ${status.replaceAll('_', ' ').replaceAll(',', ', ')}`,
  ]
  return words.filter((word) => word !== null && word !== undefined && word !== '').join(' · ')
}

function periodWords(from: string | undefined, to: string | undefined): string {
  if (from && to) {
    const month = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' })
    const isMonth = from.endsWith('-01') && from.slice(0, 7) === to.slice(0, 7)
    const next = new Date(`${to}T00:00:00Z`)
    next.setUTCDate(next.getUTCDate() + 1)
    if (isMonth && next.getUTCDate() === 1) return month.format(new Date(`${from}T00:00:00Z`))
    return `${from} to ${to}`
  }
  if (from) return `from ${from}`
  return to ? `up to ${to}` : 'All expenses'
}
