import { setTimeout as sleep } from 'node:timers/promises'
import {
  DummyDriver,
  Kysely,
  type Migration,
  Migrator,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
} from 'kysely'
import { ExpensaError } from '../core/errors.ts'
import {
  buildIndexesOnline,
  type OnlineIndex,
  onlineIndexes,
  withMigrationLock,
} from './postgres-online-indexes.ts'

export type Migrations = Record<string, Migration>

/**
 * A change of a table waits for those who use it, and everybody who comes later waits behind it. So it gives
 * up soon, lets them pass and tries again.
 */
export interface LockPatience {
  lockTimeoutMs: number
  attempts: number
  pauseMs: number
}

const usualPatience: LockPatience = { lockTimeoutMs: 3_000, attempts: 10, pauseMs: 2_000 }

/**
 * Brings the schema up to date. Migrations are applied all at once, or none; but one that has indexes to build on
 * tables that are there begins a step of its own, and they are built before it, online. Several processes may call
 * this at once: a lock lets one work. Throws `newer_data_directory` when the database was migrated by a newer
 * version of Expensa, and `database_unavailable` when a table could not be locked in all attempts.
 */
export async function migrateToLatest<Tables>(
  db: Kysely<Tables>,
  migrations: Migrations,
  patience: LockPatience = usualPatience,
): Promise<{ applied: string[] }> {
  // The usual case, at each start: it waits for nobody and costs two small queries.
  const states = await migrationStates(db, migrations)
  if (states.some(({ known }) => !known)) throw newerRecords()
  if (states.every(({ appliedAt }) => appliedAt !== null)) return { applied: [] }
  return db.connection().execute((connection) =>
    withMigrationLock(connection, async () => {
      const applied = []
      const pending = await pendingMigrations(connection, migrations)
      for (const { last, indexes } of await stepsOf(pending, migrations)) {
        await buildIndexesOnline(connection, indexes).catch((error: unknown) => {
          throw migrationError(error)
        })
        const known = Object.entries(migrations).filter(([name]) => name <= last)
        applied.push(...(await apply(connection, Object.fromEntries(known), patience)).applied)
      }
      return { applied }
    }),
  )
}

/** What is applied at once, up to and with `last`, and the indexes to be built before. */
interface Step {
  last: string
  indexes: OnlineIndex[]
}

async function stepsOf(pending: string[], migrations: Migrations): Promise<Step[]> {
  const steps: Step[] = []
  for (const name of pending) {
    const indexes = onlineIndexes(await migrationSql(migrations[name] as Migration))
    const current = steps.at(-1)
    if (current === undefined || indexes.length > 0) steps.push({ last: name, indexes })
    else current.last = name
  }
  return steps
}

/** All of these that are pending, in one transaction. */
async function apply<Tables>(
  db: Kysely<Tables>,
  migrations: Migrations,
  { lockTimeoutMs, attempts, pauseMs }: LockPatience,
): Promise<{ applied: string[] }> {
  const patient = Object.entries(migrations).map(([name, { up }]): [string, Migration] => [
    name,
    {
      async up(tx) {
        await sql`select set_config('lock_timeout', ${`${lockTimeoutMs}ms`}, true)`.execute(tx)
        await up(tx)
      },
    },
  ])
  const migrator = migratorOf(db, Object.fromEntries(patient))
  for (let attempt = 1; ; attempt++) {
    const { error, results } = await migrator.migrateToLatest()
    if (!error) return { applied: (results ?? []).map((result) => result.migrationName) }
    if (!isLockTimeout(error) || attempt >= attempts) throw migrationError(error)
    await sleep(pauseMs)
  }
}

/** Names of the migrations that the database still lacks. Throws when it cannot be asked. */
export async function pendingMigrations<Tables>(
  db: Kysely<Tables>,
  migrations: Migrations,
): Promise<string[]> {
  const states = await migrationStates(db, migrations)
  return states.filter(({ appliedAt }) => appliedAt === null).map(({ name }) => name)
}

export interface MigrationState {
  name: string
  /** Null: still to be applied. */
  appliedAt: Date | null
  /** This version of Expensa has it; one that has not was applied by a newer version. */
  known: boolean
}

/** Every migration that this version has or the database has, in the order of their numbers. */
export async function migrationStates<Tables>(
  db: Kysely<Tables>,
  migrations: Migrations,
): Promise<MigrationState[]> {
  const applied = await appliedMigrations(db)
  return [...new Set([...Object.keys(migrations), ...applied.keys()])].sort().map((name) => ({
    name,
    appliedAt: applied.get(name) ?? null,
    known: Object.hasOwn(migrations, name),
  }))
}

/** When each one was applied. The table is Kysely's, and asked directly: Kysely looks through the whole catalogue first. */
async function appliedMigrations<Tables>(db: Kysely<Tables>): Promise<Map<string, Date>> {
  const list = await sql<{
    exists: boolean
  }>`select to_regclass('kysely_migration') is not null as exists`.execute(db)
  // Before the first migration there is not even the list of them.
  if (!list.rows[0]?.exists) return new Map()
  const { rows } = await sql<{
    name: string
    timestamp: string
  }>`select name, timestamp from kysely_migration`.execute(db)
  return new Map(rows.map(({ name, timestamp }) => [name, new Date(timestamp)]))
}

/** The statements of a migration, in order, without any database. */
export async function migrationSql({ up }: Migration): Promise<string[]> {
  const statements: string[] = []
  const paper = new Kysely<unknown>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    log: ({ query }) => void statements.push(query.sql.trim()),
  })
  await up(paper)
  return statements
}

function migratorOf<Tables>(db: Kysely<Tables>, migrations: Migrations): Migrator {
  return new Migrator({ db, provider: { getMigrations: async () => migrations } })
}

function isLockTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '55P03'
}

function newerRecords(cause?: unknown): ExpensaError {
  return new ExpensaError(
    'newer_data_directory',
    'These records were last used by a newer version of Expensa.',
    {
      hint: 'Update Expensa: npm install --global expensa@latest',
      cause,
    },
  )
}

function migrationError(error: unknown): ExpensaError {
  const message = error instanceof Error ? error.message : String(error)
  if (/previously executed migration .* is missing/.test(message)) {
    return newerRecords(error)
  }
  return new ExpensaError(
    'database_unavailable',
    `The database could not be brought up to date: ${message}`,
    {
      cause: error,
      ...(isLockTimeout(error)
        ? { hint: 'Its tables are in use without a pause. Try again: expensa migrate' }
        : {}),
    },
  )
}
