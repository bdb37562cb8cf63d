import { randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { migrations } from '../../migrations/index.ts'
import { type Database, openPostgres } from '../../src/adapters/postgres-database.ts'
import { migrateToLatest, migrationSql, migrationStates } from '../../src/adapters/postgres-migrator.ts'
import { openCli } from '../support/cli.ts'
import { insertRecords } from '../support/insert-records.ts'
import { installedPostgres, startInstalledPostgres } from '../support/installed-postgres.ts'
import { createTestDatabase, urlOf } from '../support/postgres.ts'

const names = Object.keys(migrations)
const upTo = (name: string) =>
  Object.fromEntries(Object.entries(migrations).slice(0, names.indexOf(name) + 1))

const servers = [
  {
    version: 'the embedded version',
    open: async () => ({ connection: inject('postgres'), close: async () => {} }),
  },
  ...installedPostgres.map(({ version, bin }) => ({ version, open: () => startInstalledPostgres(bin) })),
]

describe.each(servers)('on PostgreSQL $version', ({ open }) => {
  let server: Awaited<ReturnType<typeof open>>
  let admin: Kysely<Database>
  let fresh: unknown
  const opened: Kysely<Database>[] = []

  beforeAll(async () => {
    server = await open()
    admin = openPostgres({ ...server.connection, max: 1 })
    const db = await createDatabase()
    await migrateToLatest(db, migrations)
    fresh = await schemaOf(db)
  }, 60_000)

  afterAll(async () => {
    for (const db of opened) {
      const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(db)
      await db.destroy()
      await sql`drop database ${sql.ref(rows[0]?.name ?? '')} with (force)`.execute(admin)
    }
    await admin.destroy()
    await server.close()
  })

  async function createDatabase(): Promise<Kysely<Database>> {
    const database = `migrate_${randomUUID().replaceAll('-', '')}`
    await sql`create database ${sql.ref(database)}`.execute(admin)
    const db = openPostgres({ ...server.connection, database, max: 3 })
    opened.push(db)
    return db
  }

  it.each(names)('records of the schema %s become those of the newest, and nothing is lost', async (name) => {
    const db = await createDatabase()
    await migrateToLatest(db, upTo(name))
    await insertRecords(db, 5)
    const before = await recordsOf(db)

    const { applied } = await migrateToLatest(db, migrations)
    expect(applied).toEqual(names.slice(names.indexOf(name) + 1))
    expect(await recordsOf(db)).toMatchObject(before)
    expect(await schemaOf(db)).toEqual(fresh)

    // The version before goes on while the new one is brought up: what it writes is still accepted.
    await insertRecords(db, 2)
    expect((await recordsOf(db)).expenses).toHaveLength(7)
  })
})

describe('a table in use', () => {
  it('is waited for in small portions, so that others come through between them', async () => {
    const connection = await createTestDatabase()
    const db = openPostgres({ ...connection, max: 4 })
    try {
      await migrateToLatest(db, migrations)
      const change = {
        up: (tx: Kysely<unknown>) => sql`alter table receipts add column x int`.execute(tx).then(),
      }
      const more = { ...migrations, '9999-x': change as never }
      const patience = { lockTimeoutMs: 50, pauseMs: 10 }

      await db.transaction().execute(async (tx) => {
        await sql`select from receipts`.execute(tx)
        await expect(migrateToLatest(db, more, { ...patience, attempts: 2 })).rejects.toMatchObject({
          code: 'database_unavailable',
          hint: expect.stringContaining('in use'),
        })
      })
      const reader = db.transaction().execute(async (tx) => {
        await sql`select from receipts`.execute(tx)
        await sql`select pg_sleep(0.3)`.execute(tx)
      })
      expect(await migrateToLatest(db, more, { ...patience, attempts: 1_000 })).toEqual({
        applied: ['9999-x'],
      })
      await reader
    } finally {
      await db.destroy()
    }
  })
})

describe('expensa migrate', () => {
  it('tells what is pending, shows its SQL, applies it, and lives with a newer schema', async () => {
    const connection = await createTestDatabase()
    const cli = await openCli()
    const env = { EXPENSA_DATABASE_URL: urlOf(connection) }
    const migrate = (...args: string[]) => cli.run(['migrate', ...args], { env })
    const [first = '', ...others] = names

    const before = await migrate('--status')
    expect(before.code).toBe(1)
    expect(before.stdout.match(/pending/g)).toHaveLength(names.length)

    const dry = await migrate('--dry-run')
    expect(dry.code).toBe(0)
    expect(dry.stdout).toContain(`-- ${first}\n`)
    expect(dry.stdout).toContain('create table receipts (')
    expect((await migrate('--status')).code).toBe(1)

    expect(await migrate()).toMatchObject({ code: 0, stdout: `${[first, ...others].join('\n')}\n` })
    expect(await migrate()).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringContaining('up to date'),
    })

    const db = openPostgres({ ...connection, max: 1 } as pg.PoolConfig)
    await sql`insert into kysely_migration values ('9999-later', now()::text)`.execute(db)
    expect(await migrationStates(db, migrations)).toContainEqual(
      expect.objectContaining({ name: '9999-later', known: false }),
    )
    await db.destroy()
    const after = await migrate('--status')
    expect([after.code, after.stdout]).toEqual([0, expect.stringContaining('by a newer version')])
    expect((await migrate()).code).toBe(1)
  }, 60_000)

  it('asks for the database when none is named', async () => {
    const { code, stderr } = await (await openCli()).run(['migrate'])
    expect([code, stderr]).toEqual([1, expect.stringContaining('EXPENSA_DATABASE_URL is not set')])
  })

  it('prints statements that are those of the migration', async () => {
    const statements = await migrationSql(migrations[names[0] ?? ''] as never)
    expect(statements.filter((statement) => /^create table/.test(statement))).toHaveLength(5)
  })
})

/** Columns, indexes, constraints and policies, as the catalogue describes them. */
async function schemaOf(db: Kysely<Database>): Promise<unknown> {
  const columns = sql`
    select table_name, column_name, data_type, is_nullable, column_default from information_schema.columns
    where table_schema = 'public' order by 1, 2`
  const indexes = sql`select indexdef from pg_indexes where schemaname = 'public' order by 1`
  const constraints = sql`
    select conrelid::regclass::text as "table", conname, pg_get_constraintdef(oid) from pg_constraint
    where connamespace = 'public'::regnamespace order by 1, 2`
  const policies = sql`select tablename, policyname, roles, qual from pg_policies order by 1, 2`
  const parts = await Promise.all(
    [columns, indexes, constraints, policies].map(async (query) => (await query.execute(db)).rows),
  )
  return parts
}

async function recordsOf(db: Kysely<Database>): Promise<Record<string, unknown[]>> {
  const found: Record<string, unknown[]> = {}
  for (const table of ['receipts', 'extractions', 'expenses', 'line_items']) {
    found[table] = (await sql`select * from ${sql.table(table)} order by 1, 2`.execute(db)).rows
  }
  return found
}
