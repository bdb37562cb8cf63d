import { setTimeout as sleep } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'

/** Any number that nothing else locks; the migrator of Kysely has one of its own. */
const lockId = 5_306_104_411

/**
 * Builds the indexes among these statements of pending migrations beforehand, while everybody goes on reading and
 * writing: inside a migration, building one would keep out all who write for as long as it takes. What counts as an
 * index is `create index if not exists`, so that the migration passes over it later.
 *
 * Left to the migration is an index on what does not exist yet: then its table is new, or should have got its index
 * in a migration after the one that brings the column.
 */
export async function buildIndexesOnline<Tables>(
  db: Kysely<Tables>,
  statements: string[],
  pauseMs: number,
): Promise<void> {
  const indexes = statements.flatMap((statement) => {
    const [, head, name, rest, table] =
      /^(create (?:unique )?index) if not exists (\w+) (on (\w+)[\s\S]*)$/i.exec(statement) ?? []
    return head && name && rest && table
      ? [{ name, table, build: `${head} concurrently ${name} ${rest}` }]
      : []
  })
  if (indexes.length === 0) return
  await db.connection().execute(async (connection) => {
    // Asked for again and again: who waits inside of a query is itself waited for by an index in the making.
    while (!(await answers(connection, sql`pg_try_advisory_lock(${lockId})`))) await sleep(pauseMs)
    try {
      for (const index of indexes) await buildIndex(connection, index)
    } finally {
      await sql`select pg_advisory_unlock(${lockId})`.execute(connection)
    }
  })
}

async function buildIndex<Tables>(
  connection: Kysely<Tables>,
  { name, table, build }: { name: string; table: string; build: string },
): Promise<void> {
  if (!(await answers(connection, sql`to_regclass(${table}) is not null`))) return
  const valid = sql`exists (select from pg_index where indexrelid = to_regclass(${name}) and indisvalid)`
  if (await answers(connection, valid)) return
  // What an interrupted attempt left is kept up to date by every write, and used by no query.
  await sql`drop index concurrently if exists ${sql.ref(name)}`.execute(connection)
  try {
    await sql.raw(build).execute(connection)
  } catch (error) {
    const undefinedColumn = error instanceof Error && 'code' in error && error.code === '42703'
    if (!undefinedColumn) throw error
  }
}

async function answers<Tables>(
  connection: Kysely<Tables>,
  question: ReturnType<typeof sql>,
): Promise<boolean> {
  const { rows } = await sql<{ answer: boolean }>`select ${question} as answer`.execute(connection)
  return rows[0]?.answer ?? false
}
