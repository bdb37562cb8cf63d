import { setTimeout as sleep } from 'node:timers/promises'
import { ExpensaError, toExpensaError } from '../../core/errors.ts'
import { shortId } from '../../core/ids.ts'
import type { Client } from '../../http/client.ts'
import type { ExtractionJson } from '../../http/contract-reextract.ts'
import { isMeant } from '../ask.ts'
import { mapLimited } from '../batches.ts'
import type { CommandContext } from '../context.ts'
import { exitCodeOf, exitCodes } from '../exit-codes.ts'
import { expensePages } from '../expense-pages.ts'
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

type Compared = ExtractionJson & { applied: boolean }

/** Receipts that are read at once, as far as whoever reads them has hands. */
const atOnce = 20
/** A minute's quota is waited for; a day's is not. */
const longestQuotaWaitMs = 120_000

/** `expensa reextract`: reads again, shows what would change, and changes it only when that is meant. */
export async function runReextract(
  context: CommandContext,
  ids: readonly string[],
  options: ReextractCommandOptions,
): Promise<number> {
  const wanted = ids.length > 0 ? ids : await idsBy(context, options)
  const client = await context.client()
  const found = new Map<string, Compared>()
  let failed = 0
  /** What meets all the others, too: a used-up quota, a wrong setting, Ctrl-C. */
  let stoppedBy: ExpensaError | undefined
  await mapLimited(wanted, atOnce, async (id) => {
    if (stoppedBy) return
    try {
      found.set(id, { ...(await extractPatiently(context, client, id, options.model)), applied: false })
      if (context.quiet || !context.stderr.isTTY) return
      context.stderr.write(`\r${found.size + failed} of ${wanted.length} `)
    } catch (thrown) {
      const error = toExpensaError(thrown)
      failed++
      if (wanted.length === 1 || meetsAll(error)) stoppedBy ??= error
      else context.stderr.write(`expensa: ${shortId(id)}: ${plain(error.message)}\n`)
    }
  })
  const compared = wanted.flatMap((id) => found.get(id) ?? [])
  if (stoppedBy && !context.signal.aborted) {
    if (compared.length === 0) throw stoppedBy
    context.stderr.write(`expensa: stopped after ${compared.length}: ${plain(stoppedBy.message)}\n`)
    if (stoppedBy.hint) context.stderr.write(`${plain(stoppedBy.hint)}\n`)
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
    const expenses = compared.map(({ expense, state: _, ...rest }) => ({ id: expense.id, ...rest }))
    context.stdout.write(toJsonDocument('reextract', { expenses }))
  }
  if (context.signal.aborted) return exitCodes.interrupted.code
  if (failed === 0) return exitCodes.ok.code
  return compared.length > 0 ? exitCodes.partial.code : exitCodes.failed.code
}

function meetsAll({ code }: ExpensaError): boolean {
  return (
    exitCodeOf(code) !== exitCodes.failed.code ||
    code === 'invalid_config' ||
    code === 'extractor_misconfigured'
  )
}

/** Reads it again, and waits where only this minute's quota is used up. */
async function extractPatiently(
  context: CommandContext,
  client: Client,
  id: string,
  model: string | undefined,
): Promise<ExtractionJson> {
  for (;;) {
    try {
      return await client.extractAgain(id, model, context.signal)
    } catch (error) {
      const { code, retryAt } = toExpensaError(error)
      const waitMs = (retryAt?.getTime() ?? Number.POSITIVE_INFINITY) - Date.now()
      if (code !== 'quota_exhausted' || waitMs > longestQuotaWaitMs) throw error
      await sleep(Math.max(waitMs, 1_000), undefined, { signal: context.signal }).catch(() => {})
    }
  }
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
  const status = query.status ?? 'extracted,needs_review'
  const everything = { limit: Number.POSITIVE_INFINITY, signal: context.signal }
  for await (const { expenses } of expensePages(client, { ...query, status }, everything)) {
    ids.push(...expenses.map(({ id }) => id))
  }
  return ids
}

function changeLines({ style: { stdout: style } }: CommandContext, { expense, changes }: Compared): string {
  const heading = `${style.dim(shortId(expense.id))}  ${style.bold(plain(expense.merchant ?? '?'))}`
  const width = Math.max(...changes.map(({ field }) => fieldName(field).length))
  const lines = changes.map(
    ({ field, before, after }) =>
      `  ${style.dim(fieldName(field).padEnd(width))}  ${style.red(valueText(before, field))} → ${style.green(valueText(after, field))}`,
  )
  return `${[heading, ...lines].join('\n')}\n`
}
