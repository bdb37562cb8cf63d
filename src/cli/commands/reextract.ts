import { ExpensaError, toExpensaError } from '../../core/errors.ts'
import { shortId } from '../../core/ids.ts'
import type { ExtractionResponseJson } from '../../http/contract-reextract.ts'
import { isMeant } from '../ask.ts'
import type { CommandContext } from '../context.ts'
import { exitCodeOf, exitCodes } from '../exit-codes.ts'
import { type FilterOptions, filterQuery } from '../filter-options.ts'
import { fieldName, valueText } from '../output/field-text.ts'
import { toJsonDocument } from '../output/json.ts'
import { plain } from '../output/text.ts'

export interface ReextractCommandOptions extends FilterOptions {
  model?: string
  all?: boolean
  diff?: boolean
  yes?: boolean
  json?: boolean
}

type Compared = ExtractionResponseJson & { applied: boolean }

const pageSize = 1000

/** `expensa reextract`: reads again, shows what would change, and changes it only when that is meant. */
export async function runReextract(
  context: CommandContext,
  ids: readonly string[],
  options: ReextractCommandOptions,
): Promise<number> {
  const wanted = ids.length > 0 ? ids : await idsBy(context, options)
  const client = await context.client()
  const compared: Compared[] = []
  let failed = 0
  for (const [i, id] of wanted.entries()) {
    if (context.signal.aborted) break
    if (!context.quiet && context.stderr.isTTY) context.stderr.write(`\r${i + 1} of ${wanted.length} `)
    try {
      compared.push({ ...(await client.extractAgain(id, options.model, context.signal)), applied: false })
    } catch (thrown) {
      const error = toExpensaError(thrown)
      // A used-up quota or a wrong setting meets all the others, too.
      if (wanted.length === 1 || exitCodeOf(error.code) !== exitCodes.failed.code) {
        if (compared.length === 0) throw error
        context.stderr.write(`expensa: stopped at ${id}: ${plain(error.message)}\n`)
        failed++
        break
      }
      failed++
      context.stderr.write(`expensa: ${id}: ${plain(error.message)}\n`)
    }
  }
  if (!context.quiet && context.stderr.isTTY) context.stderr.write('\r\u001b[K')

  const changing = compared.filter(({ changes }) => changes.length > 0)
  if (!options.json) for (const entry of changing) context.stdout.write(changeLines(context, entry))
  if (!context.quiet) {
    context.stderr.write(`${changing.length} of ${compared.length} would change; edited fields stay.\n`)
  }
  const mayApply = changing.length > 0 && !options.diff && !context.signal.aborted
  if (mayApply && (options.yes || (await isWanted(context, options)))) {
    for (const entry of changing) {
      await client.applyExtraction(entry.expense.id, entry.extractionId)
      entry.applied = true
    }
    if (!context.quiet) context.stderr.write(`${changing.length} changed.\n`)
  } else if (changing.length > 0 && !context.quiet) {
    context.stderr.write('Nothing was changed. Change them with: --yes\n')
  }
  if (options.json) {
    const expenses = compared.map(({ expense, ...rest }) => ({ id: expense.id, ...rest }))
    context.stdout.write(toJsonDocument('reextract', { expenses }))
  }
  if (context.signal.aborted) return exitCodes.interrupted.code
  if (failed === 0) return exitCodes.ok.code
  return compared.length > 0 ? exitCodes.partial.code : exitCodes.failed.code
}

/** Without a terminal nobody can be asked, and nothing is changed. */
async function isWanted(context: CommandContext, options: ReextractCommandOptions): Promise<boolean> {
  if (options.json || !context.stdin.isTTY || !context.stderr.isTTY) return false
  return isMeant(context, 'Change them?', false)
}

/** What the filter finds; confirmed expenses are left alone unless they are named. */
async function idsBy(context: CommandContext, options: ReextractCommandOptions): Promise<string[]> {
  const query = filterQuery(options, context.now())
  if (Object.keys(query).length === 0 && !options.all) {
    throw new ExpensaError('usage', 'Say what to read again: ids, a filter such as --month, or --all.', {
      hint: 'For example: expensa reextract --month 2026-10 --diff',
    })
  }
  const client = await context.client()
  const ids: string[] = []
  for (let more = true; more; ) {
    const status = query.status ?? 'extracted,needs_review'
    const page = await client.listExpenses({ ...query, status, limit: pageSize, offset: ids.length })
    ids.push(...page.expenses.map(({ id }) => id))
    more = page.more
  }
  return ids
}

function changeLines({ style: { stdout: style } }: CommandContext, { expense, changes }: Compared): string {
  const heading = `${style.dim(shortId(expense.id))}  ${style.bold(plain(expense.merchant ?? '?'))}`
  const width = Math.max(...changes.map(({ field }) => fieldName(field).length))
  const lines = changes.map(
    ({ field, before, after }) =>
      `  ${style.dim(fieldName(field).padEnd(width))}  ${style.red(valueText(before))} → ${style.green(valueText(after))}`,
  )
  return `${[heading, ...lines].join('\n')}\n`
}
