import { type RawBuilder, sql, type Transaction } from 'kysely'
import { ExpensaError } from '../core/errors.ts'
import type { ExpenseListing, ExpensePage } from '../core/expense-queries.ts'
import type { Database } from './postgres-database.ts'
import { matching } from './postgres-expense-filter.ts'
import { expensesWithStatus } from './postgres-find-expense.ts'
import { toExpense } from './postgres-rows.ts'

/** A stretch of a listing within which no sort key is null, so that one comparison of rows finds the way. */
interface Part {
  holds: RawBuilder<boolean>
  /** What its rows are sorted by. Together they are unique: the id is the last. */
  keys: Key[]
}

interface Key {
  column: RawBuilder<unknown>
  type: 'date' | 'text' | 'bigint' | 'timestamptz' | 'uuid'
  /** Where the index has nulls, which it must be asked for even where there are none. */
  nullsLast?: true
}

interface Order {
  descending: boolean
  /** One after the other. */
  parts: Part[]
}

/** Where a page ended. */
interface Place {
  part: number
  values: string[]
}

/**
 * One page, found by the place where the page before ended and not by counting rows: the last page costs what
 * the first does, and what is added or deleted meanwhile shifts none.
 */
export async function listPage(
  tx: Transaction<Database>,
  userId: string,
  listing: ExpenseListing,
): Promise<ExpensePage> {
  const { descending, parts } = orderOf(listing)
  const start = readPlace(listing, parts)
  const wanted = listing.limit + 1 // One more than asked tells whether there are more.
  const rows: (Awaited<ReturnType<typeof rowsOf>>[number] & { part: number })[] = []
  for (const [i, part] of parts.entries()) {
    if (rows.length === wanted || i < (start?.part ?? 0)) continue
    const after = start?.part === i ? start.values : null
    const found = await rowsOf(part, after, wanted - rows.length)
    rows.push(...found.map((row) => ({ ...row, part: i })))
  }
  const page = rows.slice(0, listing.limit)
  const last = page.at(-1)
  return {
    expenses: page.map(toExpense),
    next: last && rows.length === wanted ? placeText(listing, { part: last.part, values: last.place }) : null,
  }

  function rowsOf({ holds, keys }: Part, after: string[] | null, limit: number) {
    const columns = sql.join(keys.map(({ column }) => column))
    const direction = descending ? sql`desc` : sql`asc`
    const nulls = descending ? sql`nulls last` : sql`nulls first`
    return expensesWithStatus(tx, userId)
      .select(sql<string[]>`array[${sql.join(keys.map(({ column }) => sql`${column}::text`))}]`.as('place'))
      .where((eb) => matching(eb, listing))
      .where(holds)
      .$if(after !== null, (query) => {
        const values = sql.join(keys.map(({ type }, i) => sql`${after?.[i]}::${sql.raw(type)}`))
        return query.where(sql<boolean>`(${columns}) ${descending ? sql`<` : sql`>`} (${values})`)
      })
      .orderBy(
        sql.join(
          keys.map(({ column, nullsLast }) => sql`${column} ${direction} ${nullsLast ? nulls : sql``}`),
        ),
      )
      .limit(limit)
      .execute()
      .catch((error: unknown) => {
        throw after !== null && isDataException(error) ? noSuchPlace() : error
      })
  }
}

/** What lacks the value that a listing goes by comes last in both directions. */
function orderOf({ sort, descending }: ExpenseListing): Order {
  const id: Key = { column: sql`expenses.id`, type: 'uuid' }
  switch (sort) {
    case 'date': {
      const date: Key = { column: sql`purchase_date`, type: 'date', nullsLast: true }
      return {
        descending,
        parts: [
          { holds: sql`purchase_date is not null`, keys: [date, id] },
          { holds: sql`purchase_date is null`, keys: [id] },
        ],
      }
    }
    case 'total': {
      // Amounts are ordered within their currency only, and currencies from A to Z whatever the direction.
      const currency: Key = { column: sql`currency`, type: 'text' }
      const total: Key = { column: descending ? sql`(-total_minor)` : sql`total_minor`, type: 'bigint' }
      return {
        descending: false,
        parts: [
          { holds: sql`total_minor is not null`, keys: [currency, total, id] },
          { holds: sql`total_minor is null`, keys: [id] },
        ],
      }
    }
    case 'merchant': {
      const merchant: Key = { column: sql`lower(merchant)`, type: 'text' }
      return {
        descending,
        parts: [
          { holds: sql`merchant is not null`, keys: [merchant, id] },
          { holds: sql`merchant is null`, keys: [id] },
        ],
      }
    }
    case 'added': {
      const added: Key = { column: sql`expenses.created_at`, type: 'timestamptz' }
      return { descending, parts: [{ holds: sql`true`, keys: [added, id] }] }
    }
  }
}

/** A place as clients hand it back; what is in it is no business of theirs. */
function placeText({ sort, descending }: ExpenseListing, { part, values }: Place): string {
  return Buffer.from(JSON.stringify([sort, descending, part, ...values])).toString('base64url')
}

function readPlace({ after, sort, descending }: ExpenseListing, parts: readonly Part[]): Place | null {
  if (after === null) return null
  let parsed: unknown
  try {
    parsed = JSON.parse(Buffer.from(after, 'base64url').toString())
  } catch {
    throw noSuchPlace()
  }
  if (!Array.isArray(parsed)) throw noSuchPlace()
  const [ofSort, ofDescending, part, ...values] = parsed
  const keys = Number.isInteger(part) ? parts[part]?.keys : undefined
  if (ofSort !== sort || ofDescending !== descending || keys?.length !== values.length) throw noSuchPlace()
  if (!values.every((value) => typeof value === 'string')) throw noSuchPlace()
  return { part, values }
}

/** SQLSTATE class 22: a value that is none of its type, which only comes from a place that we did not write. */
function isDataException(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('22')
}

function noSuchPlace(): ExpensaError {
  return new ExpensaError('usage', 'The page to go on from is not one of this list.', {
    hint: 'Begin again without it.',
  })
}
