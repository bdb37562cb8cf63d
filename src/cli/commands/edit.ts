import { ExpensaError } from '../../core/errors.ts'
import { shortId } from '../../core/ids.ts'
import { formatMoney } from '../../core/money.ts'
import { isCalendarDate } from '../../core/period.ts'
import type { Client } from '../../http/client.ts'
import type { ExpenseJson } from '../../http/contract.ts'
import type { EditRequestJson } from '../../http/contract-edits.ts'
import type { CommandContext } from '../context.ts'
import { forEachId } from '../each-id.ts'
import { toJsonDocument } from '../output/json.ts'
import { plain } from '../output/text.ts'
import { describeReason } from '../output/words.ts'

/** As typed; an empty text empties the field. */
export interface EditCommandOptions {
  merchant?: string
  date?: string
  total?: string
  currency?: string
  category?: string
  tax?: string
  tip?: string
  note?: string
  project?: string
  tag?: string[]
  untag?: string[]
  /** Makes a rule of it, for receipts that come in from now on. */
  remember?: boolean
  json?: boolean
}

/** `expensa edit <id…>`: sets fields by hand; no later extraction changes them again. */
export async function runEdit(
  context: CommandContext,
  ids: readonly string[],
  options: EditCommandOptions,
): Promise<number> {
  const changes = changesFrom(options)
  if (Object.keys(changes).length === 0) {
    throw new ExpensaError('usage', 'Nothing to change was given.', {
      hint: 'For example: expensa edit 1a2b3c4d --total 12.50 --currency EUR',
    })
  }
  if (options.remember && !changes.merchant && !changes.category) {
    throw new ExpensaError('usage', 'Only a merchant and a category can be remembered.', {
      hint: 'Give --merchant or --category together with --remember',
    })
  }
  const client = await context.client()
  const edit = async (id: string) => {
    const before = options.remember ? (await client.getExpense(id)).expense : null
    const { expense } = await client.editExpense(id, changes)
    if (options.remember) await remember(client, before?.merchant ?? expense.merchant, changes)
    return expense
  }
  const { done, exitCode } = await forEachId(context, ids, edit, {
    json: options.json,
    document: (expenses) => toJsonDocument('edit', { expenses }),
    line: expenseLine,
  })
  if (!context.quiet) for (const expense of done) context.stderr.write(whatIsLeft(expense))
  return exitCode
}

/** As the API takes them. Throws `usage` for what is no date. */
export function changesFrom(options: EditCommandOptions): EditRequestJson {
  if (options.date?.trim() && !isCalendarDate(options.date)) {
    throw new ExpensaError('usage', `Not a date: ${JSON.stringify(options.date)}`, {
      hint: 'Write it as YYYY-MM-DD, for example 2026-10-03',
    })
  }
  const orNull = (text: string) => (text.trim() === '' ? null : text)
  const given: [keyof EditRequestJson, string | undefined][] = [
    ['merchant', options.merchant],
    ['purchaseDate', options.date],
    ['total', options.total],
    ['currency', options.currency?.toUpperCase()],
    ['category', options.category],
    ['taxTotal', options.tax],
    ['tip', options.tip],
    ['note', options.note],
    ['project', options.project],
  ]
  const changes = given.flatMap(([field, text]) => (text === undefined ? [] : [[field, orNull(text)]]))
  return {
    ...Object.fromEntries(changes),
    ...(options.tag ? { addTags: options.tag } : {}),
    ...(options.untag ? { removeTags: options.untag } : {}),
  }
}

/** Makes a rule for the merchant as receipts print it. */
async function remember(
  client: Client,
  merchant: string | null,
  { merchant: rename, category }: EditRequestJson,
): Promise<void> {
  const renamed = rename && rename !== merchant ? rename : null
  if (merchant === null || (renamed === null && !category)) return
  await client.addRule({ merchant, rename: renamed, category: category ?? null })
}

/** An expense in one line. */
export function expenseLine(expense: ExpenseJson): string {
  const total = expense.total ? formatMoney(expense.total) : `${expense.totalText ?? '?'} ?`
  const parts = [expense.purchaseDate ?? 'no date', plain(expense.merchant ?? 'no merchant'), total]
  return [shortId(expense.id), ...parts, plain(expense.category ?? '')].filter(Boolean).join('  ')
}

function whatIsLeft({ id, status, reviewReasons }: ExpenseJson): string {
  if (status === 'confirmed') return `Nothing is left to review: ${shortId(id)} is confirmed.\n`
  if (reviewReasons.length === 0) return ''
  const reasons = reviewReasons.map((reason) => describeReason(reason, 'short')).join(', ')
  return `Left to review: ${reasons}. If it is right all the same: expensa confirm ${shortId(id)}\n`
}
