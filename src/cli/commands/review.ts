import { ExpensaError, toExpensaError } from '../../core/errors.ts'
import { shortId } from '../../core/ids.ts'
import type { Client } from '../../http/client.ts'
import type { ExpenseDetailJson, ExpenseJson } from '../../http/contract.ts'
import type { CommandContext } from '../context.ts'
import { exitCodes } from '../exit-codes.ts'
import { type FilterOptions, filterQuery } from '../filter-options.ts'
import { type Keys, openKeys, readLine } from '../keys.ts'
import { keyLine, reviewScreen } from '../output/review-screen.ts'
import { plain } from '../output/text.ts'
import { type Originals, openOriginals } from '../show-original.ts'
import { changesFrom, type EditCommandOptions } from './edit.ts'

const counted = ['accepted', 'corrected', 'skipped', 'deleted'] as const

/** What became of one expense, and whether that is the end. */
interface Decision {
  done: (typeof counted)[number] | null
  end?: 'quit' | 'interrupted'
}

const actions = [
  ['a', 'accept'],
  ['c', 'correct'],
  ['s', 'skip'],
  ['d', 'delete'],
  ['o', 'open'],
  ['q', 'quit'],
] as const
const viewerOff = ['v', 'viewer off'] as const

export interface ReviewCommandOptions extends FilterOptions {
  /** Whether the viewer may open by itself. */
  viewer: boolean
}

const fields: readonly (readonly [key: string, word: string, option: keyof EditCommandOptions])[] = [
  ['m', 'merchant', 'merchant'],
  ['d', 'date', 'date'],
  ['t', 'total', 'total'],
  ['u', 'currency', 'currency'],
  ['x', 'tax', 'tax'],
  ['g', 'category', 'category'],
  ['n', 'note', 'note'],
]

/** `expensa review`: walks through what needs review, one receipt at a time, with single keys. */
export async function runReview(context: CommandContext, options: ReviewCommandOptions): Promise<number> {
  const { stdin, stderr } = context
  if (!stdin.isTTY || !stderr.isTTY) {
    throw new ExpensaError('usage', 'Reviewing needs a terminal: it shows receipts and reads keys.', {
      hint: 'In scripts use: expensa list --status needs_review --json, then edit and confirm',
    })
  }
  const { viewer, ...filter } = options
  const query = { ...filterQuery(filter, context.now()), status: 'needs_review', order: 'asc' as const }
  const client = await context.client()
  const { expenses } = await client.listExpenses({ ...query, limit: 1000 })
  if (expenses.length === 0) {
    stderr.write('Nothing needs review.\n')
    return exitCodes.ok.code
  }
  const keys = openKeys(stdin)
  const counts = { accepted: 0, corrected: 0, skipped: 0, deleted: 0 }
  let interrupted = false
  try {
    const originals = await openOriginals(context, client, keys, { viewer })
    for (const [i, { id }] of expenses.entries()) {
      const place = `${i + 1} of ${expenses.length}`
      const { done, end } = await reviewOne(context, client, keys, id, place, originals)
      if (done !== null) counts[done]++
      interrupted = end === 'interrupted'
      if (end) break
    }
  } finally {
    keys.close()
  }
  const done = counted.filter((word) => counts[word] > 0).map((word) => `${counts[word]} ${word}`)
  stderr.write(`\n${done.join(', ') || 'Nothing changed'}.\n`)
  return interrupted ? exitCodes.interrupted.code : exitCodes.ok.code
}

async function reviewOne(
  context: CommandContext,
  client: Client,
  keys: Keys,
  id: string,
  place: string,
  originals: Originals,
): Promise<Decision> {
  const { stderr } = context
  let detail = await load(client, id)
  const { receipt } = detail
  let corrected = false
  await originals.show(receipt)
  for (;;) {
    const { duplicates } = detail.expense.reviewReasons.includes('possible_duplicate')
      ? await client.listDuplicates(id)
      : { duplicates: [] }
    stderr.write(reviewScreen(context, detail, duplicates, place))
    stderr.write(`  ${keyLine(context, originals.inViewer ? [...actions, viewerOff] : actions)}\n`)
    const key = await keys.next()
    if (key === null || key === 'q' || key === '\u0003') {
      return { done: corrected ? 'corrected' : null, end: key === '\u0003' ? 'interrupted' : 'quit' }
    }
    if (key === 's') return { done: corrected ? 'corrected' : 'skipped' }
    if (key === 'a' || key === '\r') {
      await client.confirmExpense(id)
      return { done: corrected ? 'corrected' : 'accepted' }
    }
    if (key === 'd') {
      await client.deleteExpense(id)
      stderr.write(`Deleted. Undo with: expensa restore ${shortId(id)}\n`)
      return { done: 'deleted' }
    }
    if (key === 'o') await attempt(context, () => originals.open(receipt))
    if (key === 'v') originals.inViewer = false
    if (key === 'c') {
      corrected = (await attempt(context, () => correct(context, client, keys, id))) || corrected
      detail = await load(client, id)
      if (detail.expense.status === 'confirmed') {
        stderr.write('Nothing is left to ask; confirmed.\n')
        return { done: 'corrected' }
      }
    }
  }
}

/** Asks for a field and its value. False when it was given up. */
async function correct(context: CommandContext, client: Client, keys: Keys, id: string): Promise<boolean> {
  const { stderr } = context
  stderr.write(
    `  ${keyLine(
      context,
      fields.map(([key, word]) => [key, word]),
    )}\n`,
  )
  const key = await keys.next()
  const [, word, option] = fields.find(([letter]) => letter === key) ?? []
  if (!word || !option) return false
  stderr.write(`  ${word}: `)
  const value = await readLine(keys, (text) => stderr.write(text))
  if (value === null) return false
  await client.editExpense(id, changesFrom({ [option]: value }))
  return true
}

/** What goes wrong is told, and the review goes on. */
async function attempt<T>(context: CommandContext, work: () => Promise<T>): Promise<T | false> {
  try {
    return await work()
  } catch (thrown) {
    const error = toExpensaError(thrown)
    const { stderr: style } = context.style
    context.stderr.write(`\n${style.red(plain(error.message))}\n${plain(error.hint ?? '')}\n`)
    return false
  }
}

async function load(client: Client, id: string): Promise<ExpenseDetailJson & { expense: ExpenseJson }> {
  const detail = await client.getExpense(id)
  if (!detail.expense)
    throw new ExpensaError('conflict', `The receipt ${shortId(id)} is being read again.`, {
      hint: 'See how far that is: expensa status',
    })
  return { ...detail, expense: detail.expense }
}
