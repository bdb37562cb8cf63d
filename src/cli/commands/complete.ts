import type { Command } from 'commander'
import * as z from 'zod'
import { shortId } from '../../core/ids.ts'
import { formatMoney } from '../../core/money.ts'
import { calendarDate } from '../../core/period.ts'
import { complete, type KnownValues } from '../complete.ts'
import type { CommandContext } from '../context.ts'
import { exitCodes } from '../exit-codes.ts'
import { plain } from '../output/text.ts'

const candidate = z.object({ value: z.string(), about: z.string() })
const knownValues = z.object({
  /** When this was asked, in milliseconds. */
  at: z.number(),
  ids: z.array(candidate),
  categories: z.array(z.string()),
  projects: z.array(z.string()),
  tags: z.array(z.string()),
  currencies: z.array(z.string()),
  months: z.array(z.string()),
})

/** Older than this, what was kept is used all the same, and asked for anew beside it. */
const freshMs = 30_000
const mostIds = 200

/**
 * `expensa complete -- <words…>`: what a shell offers. Answers at once from what was kept, because opening the
 * records takes longer than anybody waits for a Tab.
 */
export async function runComplete(
  context: CommandContext,
  program: Command,
  words: readonly string[],
): Promise<number> {
  const kept = knownValues.safeParse(context.completions.read())
  const now = context.now()
  if (!kept.success || now.getTime() - kept.data.at > freshMs) context.completions.refresh()
  const known: KnownValues = kept.success
    ? kept.data
    : { ids: [], categories: [], projects: [], tags: [], currencies: [], months: lastMonths(now) }
  for (const { value, about } of complete(program, words, known)) {
    context.stdout.write(about === '' ? `${plain(value)}\n` : `${plain(value)}\t${plain(about)}\n`)
  }
  return exitCodes.ok.code
}

/** Asks the records what there is to complete, and keeps it. */
export async function runRefresh(context: CommandContext): Promise<number> {
  const client = await context.client()
  const { expenses } = await client.listExpenses({ sort: 'date', limit: 1000 })
  const distinct = (values: (string | null)[]) => [...new Set(values.flatMap((value) => value || []))].sort()
  const months = distinct(expenses.map(({ purchaseDate }) => purchaseDate?.slice(0, 7) ?? null))
  context.completions.write({
    at: context.now().getTime(),
    ids: expenses.slice(0, mostIds).map((expense) => ({
      value: shortId(expense.id),
      about: [expense.purchaseDate, expense.merchant, expense.total && formatMoney(expense.total)]
        .filter(Boolean)
        .join(' '),
    })),
    categories: distinct(expenses.map(({ category }) => category)),
    projects: distinct(expenses.map(({ project }) => project)),
    tags: distinct(expenses.flatMap(({ tags }) => tags)),
    currencies: distinct(expenses.map(({ currency }) => currency)),
    months: [...new Set([...months, ...lastMonths(context.now())])].sort().reverse(),
  } satisfies z.infer<typeof knownValues>)
  return exitCodes.ok.code
}

function lastMonths(now: Date): string[] {
  const [year = 0, month = 1] = calendarDate(now).split('-').map(Number)
  return Array.from({ length: 12 }, (_, i) =>
    new Date(Date.UTC(year, month - 1 - i, 1)).toISOString().slice(0, 7),
  )
}
