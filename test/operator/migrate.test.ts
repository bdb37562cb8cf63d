import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { migrations } from '../../migrations/index.ts'
import { type Database, openPostgres } from '../../src/adapters/postgres-database.ts'
import { createPostgresExpenseStore } from '../../src/adapters/postgres-expense-store.ts'
import { migrateToLatest, migrationSql, migrationStates } from '../../src/adapters/postgres-migrator.ts'
import { onlineIndexes } from '../../src/adapters/postgres-online-indexes.ts'
import { openCli } from '../support/cli.ts'
import { insertRecords } from '../support/insert-records.ts'
import { createTestDatabase, urlOf } from '../support/postgres.ts'

const guide = new URL('../../deploy/README.md', import.meta.url)
const names = Object.keys(migrations)
const upTo = (name: string) =>
  Object.fromEntries(Object.entries(migrations).slice(0, names.indexOf(name) + 1))

describe('from every earlier schema', () => {
  let admin: Kysely<Database>
  let fresh: unknown
  const opened: Kysely<Database>[] = []

  beforeAll(async () => {
    admin = openPostgres({ ...inject('postgres'), max: 1 })
    const db = await createDatabase()
    await migrateToLatest(db, migrations)
    fresh = await schemaOf(db)
  })

  afterAll(async () => {
    for (const db of opened) {
      const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(db)
      await db.destroy()
      await sql`drop database ${sql.ref(rows[0]?.name ?? '')} with (force)`.execute(admin)
    }
    await admin.destroy()
  })

  async function createDatabase(): Promise<Kysely<Database>> {
    const database = `migrate_${randomUUID().replaceAll('-', '')}`
    await sql`create database ${sql.ref(database)}`.execute(admin)
    const db = openPostgres({ ...inject('postgres'), database, max: 3 })
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
  /** A database of the newest schema, and one more migration to come, of these statements. */
  async function withPending(...statements: string[]) {
    const db = openPostgres({ ...(await createTestDatabase()), max: 4 })
    await migrateToLatest(db, migrations)
    const change = {
      async up(tx: Kysely<unknown>) {
        for (const statement of statements) await sql.raw(statement).execute(tx)
      },
    }
    return {
      db,
      more: { ...migrations, '9999-x': change as never },
      [Symbol.asyncDispose]: () => db.destroy(),
    }
  }
  const isValid = async (db: Kysely<Database>, index: string) => {
    const { rows } = await sql<{ indisvalid: boolean }>`
      select indisvalid from pg_index where indexrelid = to_regclass(${index})`.execute(db)
    return rows[0]?.indisvalid
  }

  it('is waited for in small portions, so that others come through between them', async () => {
    await using pending = await withPending('alter table receipts add column x int')
    const { db, more } = pending
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
    expect(await migrateToLatest(db, more, { ...patience, attempts: 1_000 })).toEqual({ applied: ['9999-x'] })
    await reader
  })

  it('is written to while it gets an index, even when several processes bring it one', async () => {
    await using pending = await withPending('create index if not exists receipts_x on receipts (size_bytes)')
    const { db, more } = pending
    const patience = { lockTimeoutMs: 50, pauseMs: 10, attempts: 1 }
    let migrating: Promise<{ applied: string[] }[]> | undefined
    await db.transaction().execute(async (tx) => {
      await insertRecords(tx, 1)
      migrating = Promise.all([migrateToLatest(db, more, patience), migrateToLatest(db, more, patience)])
      // It waits for this transaction to end, and meanwhile is in nobody's way.
      while ((await isValid(db, 'receipts_x')) === undefined) await sleep(10)
      await insertRecords(db, 1)
      expect(await isValid(db, 'receipts_x')).toBe(false)
    })
    const applied = (await migrating)?.flatMap((each) => each.applied)
    expect(applied).toEqual(['9999-x'])
    expect(await isValid(db, 'receipts_x')).toBe(true)
  })

  it('gets an index again whose making was interrupted', async () => {
    await using pending = await withPending(
      'create unique index if not exists receipts_x on receipts (status)',
    )
    const { db, more } = pending
    await insertRecords(db, 2)
    await expect(migrateToLatest(db, more)).rejects.toThrow('could not create unique index')
    expect(await isValid(db, 'receipts_x')).toBe(false)
    await sql`delete from receipts where id <> (select max(id::text)::uuid from receipts)`.execute(db)
    expect(await migrateToLatest(db, more)).toEqual({ applied: ['9999-x'] })
    expect(await isValid(db, 'receipts_x')).toBe(true)
  })

  it('gets an index on a column of the same migration, too', async () => {
    await using pending = await withPending(
      'alter table receipts add column x int',
      'create index if not exists receipts_x on receipts (x)',
    )
    expect(await migrateToLatest(pending.db, pending.more)).toEqual({ applied: ['9999-x'] })
    expect(await isValid(pending.db, 'receipts_x')).toBe(true)
  })
})

describe('migrations', () => {
  /** What keeps a table locked for longer the larger it is, or takes from the version before what it uses. */
  const harmful: [what: string, pattern: RegExp][] = [
    ['an index that is built inside of the migration', /^create (unique )?index (?!if not exists)/],
    [
      'a constraint that is checked on all rows at once',
      /add (constraint|check|foreign)(?![\s\S]*not valid)/,
    ],
    [
      'a rewritten table',
      /alter column \w+ (set data )?type|add column [^,]*\bgenerated\b|^(cluster|vacuum full)/,
    ],
    ['a check of all rows', /alter column \w+ set not null/],
    ['a change of all rows', /^(update|delete|truncate)/],
    ['what the version before uses, gone', /^drop|\bdrop (column|constraint|not null)|\brename\b/],
  ]

  it('hold no table for long that was there before, and take nothing away', async () => {
    const found = []
    for (const [name, migration] of Object.entries(migrations)) {
      const statements = await migrationSql(migration)
      const created = statements.map((statement) => /^create table (\w+)/.exec(statement)?.[1])
      const widened = statements.map((statement) => /^alter table (\w+) add column/.exec(statement)?.[1])
      for (const { name: index, table } of onlineIndexes(statements)) {
        if (widened.includes(table)) found.push(`${name}: ${index} belongs into a migration after its column`)
      }
      for (const statement of statements) {
        const table = /\b(?:on|table|update|from) "?(\w+)/.exec(statement)?.[1]
        if (created.includes(table)) continue
        for (const [what, pattern] of harmful) if (pattern.test(statement)) found.push(`${name}: ${what}`)
      }
    }
    // All are from before there was a version that anybody used.
    expect(found).toEqual([
      '0030-edits: what the version before uses, gone',
      '0031-batch-source: an index that is built inside of the migration',
      '0032-duplicates: an index that is built inside of the migration',
      '0032-duplicates: a rewritten table',
    ])
  })

  it('can be applied, and the store used, by a user with the rights that the guide gives, and no others', async () => {
    const [, statements = ''] =
      /```sql\s+(create role expensa [\s\S]*?)```/.exec(await readFile(guide, 'utf8')) ?? []
    expect(statements).toContain('grant rds_iam to expensa')
    const connection = await createTestDatabase()
    const admin = openPostgres({ ...connection, max: 1 })
    const role = `operator_${randomUUID().replaceAll('-', '')}`
    // The role of the policies is there already, from another database of this server and another user.
    const neighbour = openPostgres({ ...(await createTestDatabase()), max: 1 })
    await migrateToLatest(neighbour, migrations)
    await neighbour.destroy()
    // The guide's names are those of AWS; this server has other databases, and no sign-in by IAM.
    await sql`create role ${sql.ref(`${role}_iam`)}`.execute(admin)
    const adapted = statements
      .replaceAll('rds_iam', `${role}_iam`)
      .replace('database expensa', `database ${connection.database}`)
      .replaceAll(/\bexpensa\b(?=[; ])/g, role)
    await sql.raw(adapted).execute(admin)

    const db = openPostgres({ ...connection, user: role, max: 2 })
    try {
      const { rows: server } = await sql<{ version: number }>`
        select current_setting('server_version_num')::int / 10000 as version`.execute(db)
      // Before, whoever may create roles may also grant them.
      if ((server[0]?.version ?? 0) >= 16) {
        await expect(migrateToLatest(db, migrations)).rejects.toThrow(`grant expensa_user to ${role}`)
        await sql`grant expensa_user to ${sql.ref(role)}`.execute(admin)
      }
      expect((await migrateToLatest(db, migrations)).applied).toEqual(names)
      await insertRecords(db, 2)
      const { rows } = await sql<{ user_id: string }>`select user_id from expenses`.execute(db)
      const store = createPostgresExpenseStore(db).forUser(rows[0]?.user_id ?? '')
      expect((await store.listReceipts({ limit: 10 })).length).toBeGreaterThan(0)
      const { rows: superuser } = await sql<{ rolsuper: boolean }>`
        select rolsuper from pg_roles where rolname = current_user`.execute(db)
      expect(superuser).toEqual([{ rolsuper: false }])
    } finally {
      await db.destroy()
      await sql`grant ${sql.ref(role)} to current_user`.execute(admin)
      await sql`drop owned by ${sql.ref(role)} cascade`.execute(admin)
      await sql`drop role ${sql.ref(role)}`.execute(admin)
      await sql`drop role ${sql.ref(`${role}_iam`)}`.execute(admin)
      await admin.destroy()
    }
  })
})

describe('expensa migrate', () => {
  it('tells what is pending, shows its SQL, applies it, and lives with a newer schema', async () => {
    const connection = await createTestDatabase()
    const cli = openCli()
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
  })

  it('asks for the database when none is named', async () => {
    const { code, stderr } = await openCli().run(['migrate'])
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
