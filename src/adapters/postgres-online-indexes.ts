import { setTimeout as sleep } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'

/** Any number that nothing else locks; the migrator of Kysely has one of its own. */
const lockId = 5_306_104_411

export interface OnlineIndex {
  name: string
  table: string
  /** The statement, which cannot be part of a transaction. */
  build: string
}

/** Waits until no other process migrates this database, and keeps others waiting while it works. */
export async function withMigrationLock<Tables, Result>(
  connection: Kysely<Tables>,
  work: () => Promise<Result>,
): Promise<Result> {
  // Asked for again and again: who waits inside of a query is itself waited for by an index in the making.
  while (!(await answers(connection, sql`pg_try_advisory_lock(${lockId})`))) await sleep(50)
  try {
    return await work()
  } finally {
    await sql`select pg_advisory_unlock(${lockId})`.execute(connection)
  }
}

/** Those among the statements of a migration that say `create index if not exists`: it passes over what is there. */
export function onlineIndexes(statements: string[]): OnlineIndex[] {
  return statements.flatMap((statement) => {
    const [, head, name, rest, table] =
      /^(create (?:unique )?index) if not exists (\w+) (on (\w+)[\s\S]*)$/i.exec(statement) ?? []
    return head && name && rest && table
      ? [{ name, table, build: `${head} concurrently ${name} ${rest}` }]
      : []
  })
}

/**
 * Builds indexes while everybody goes on reading and writing: inside of a migration, building one would keep out all
 * who write for as long as it takes. Left to the migration are those on a table or column that it brings itself.
 */
export async function buildIndexesOnline<Tables>(
  connection: Kysely<Tables>,
  indexes: OnlineIndex[],
): Promise<void> {
  for (const index of indexes) await buildIndex(connection, index)
}

async function buildIndex<Tables>(
  connection: Kysely<Tables>,
  { name, table, build }: OnlineIndex,
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
