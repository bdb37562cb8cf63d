import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { appendFile, cp, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { migrations } from '../../migrations/index.ts'
import { type Database, openPostgres } from '../../src/adapters/postgres-database.ts'
import { dumpRows, recordTables, withSnapshot } from '../../src/adapters/postgres-dump.ts'
import { migrateToLatest } from '../../src/adapters/postgres-migrator.ts'
import { objectKeyOf } from '../../src/core/receipt.ts'
import { backUp } from '../../src/operator/backup.ts'
import { restore } from '../../src/operator/restore.ts'
import { serverEnvironment } from '../support/backend.ts'
import { type Cli, openCli } from '../support/cli.ts'
import { type Cloud, standInBucket, startCloud, uniquePicture } from '../support/cloud.ts'
import { insertRecords } from '../support/insert-records.ts'
import { createTestDatabase } from '../support/postgres.ts'
import { sampleReceipts } from '../support/receipts.ts'

const program = fileURLToPath(new URL('../../bin/expensa.js', import.meta.url))
const { signal } = new AbortController()
const [first, second] = sampleReceipts()
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expensa-backup-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

describe('local records', () => {
  const backup = () => join(folder, 'local')
  let cli: Cli
  let listed: string

  beforeAll(async () => {
    cli = openCli()
    const { files } = await cli.json(['upload', first?.path ?? '', second?.path ?? ''])
    await cli.json(['edit', files[0].receiptId, '--note', 'line\u2028break', '--tag', 'größe', '--tag', 'b'])
    listed = (await cli.run(['list', '--json'])).stdout
    expect(JSON.parse(listed).expenses).toHaveLength(2)
    expect(await cli.run(['backup', backup()])).toMatchObject({ code: 0, stdout: '' })
  }, 180_000)

  it('come back byte for byte in an empty system, with their originals', async () => {
    const empty = openCli()
    const { code, stderr } = await empty.run(['restore', backup()])
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(/^Restored \d+ rows of records and 2 originals/),
    ])
    const again = await empty.run(['list', '--json'])
    expect(again.stdout).toBe(listed)

    const [expense] = JSON.parse(listed).expenses
    const path = join(empty.home, 'original')
    expect((await empty.run(['open', expense.id, '--output', path])).code).toBe(0)
    const bytes = await readFile(path)
    expect([first, second].some((sample) => bytes.equals(sample?.bytes ?? Buffer.of()))).toBe(true)

    const twice = await empty.run(['restore', backup()])
    expect([twice.code, twice.stderr]).toEqual([1, expect.stringContaining('There are records already')])
  })

  it('are readable by their owner only', async () => {
    for (const name of ['', 'manifest.json', 'tables/expenses.ndjson', 'objects']) {
      expect((await stat(join(backup(), name))).mode & 0o077, name).toBe(0)
    }
  })

  it('are not written into a directory that holds something', async () => {
    const { code, stderr } = await cli.run(['backup', backup()])
    expect([code, stderr]).toEqual([1, expect.stringContaining('is not empty')])
  })

  it('are not taken from a damaged or incomplete backup', async () => {
    const empty = openCli()
    const copy = await mkdtemp(join(folder, 'copy-'))
    await cp(backup(), copy, { recursive: true })
    await appendFile(join(copy, 'tables/expenses.ndjson'), '\n')
    const damaged = await empty.run(['restore', copy])
    expect([damaged.code, damaged.stderr]).toEqual([
      1,
      expect.stringContaining('was changed since the backup'),
    ])
    await rm(join(copy, 'manifest.json'))
    const incomplete = await empty.run(['restore', copy])
    expect([incomplete.code, incomplete.stderr]).toEqual([2, expect.stringContaining('holds no backup')])
    expect((await empty.json(['list'])).expenses).toEqual([])
  })
})

describe('the records of a backend', () => {
  let cloud: Cloud
  let empty: Cloud
  let directory: string

  beforeEach(async () => {
    cloud = await startCloud(standInBucket)
    empty = await startCloud(standInBucket)
    directory = join(await mkdtemp(join(folder, 'backend-')), 'backup')
    return async () => {
      await cloud.close()
      await empty.close()
    }
  })

  /** Stores so many originals. */
  async function upload(count: number) {
    const uploads = []
    for (let i = 0; i < count; i++) {
      const bytes = await uniquePicture()
      const receipt = await cloud.upload(bytes)
      await cloud.store.forUser(receipt.userId).markUploaded(receipt.receiptId)
      uploads.push({ ...receipt, bytes })
    }
    return uploads
  }

  it('come back for all users: every column of every row, and the originals', async () => {
    const [gone, ...kept] = await upload(3)
    await insertRecords(cloud.db, 1_234)
    await fillOtherTables(cloud.db)
    if (gone) await cloud.objects.deleteObject(objectKeyOf(gone.userId, gone.receiptId))

    const report = await backUp(cloud, directory, signal)
    expect(report).toMatchObject({ originals: 2, missing: [expect.stringContaining(gone?.receiptId ?? '')] })
    await restore({ ...empty, send: fetch }, directory, signal)

    const restored = await everything(empty.db)
    expect(restored).toEqual(await everything(cloud.db))
    // Who brings a new table also says above what a row of it is like.
    expect(Object.keys(restored).filter((table) => restored[table]?.length === 0)).toEqual([])
    for (const { userId, receiptId, bytes } of kept) {
      expect(await empty.objects.getObject(objectKeyOf(userId, receiptId))).toEqual(Buffer.from(bytes))
    }
    await expect(restore({ ...empty, send: fetch }, directory, signal)).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('come back while the public name of the bucket leads nowhere yet', async () => {
    await upload(2)
    await backUp(cloud, directory, signal)
    const env = { ...serverEnvironment(empty), EXPENSA_S3_PUBLIC_ENDPOINT: 'http://127.0.0.1:9' }
    const child = spawn(process.execPath, [program, 'restore', directory, '--json'], {
      env: { PATH: process.env.PATH, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    expect(JSON.parse(await text(child.stdout))).toMatchObject({ originals: 2 })
  })

  it('are not taken from a backup that was killed, which leaves nothing that looks whole', async () => {
    await upload(60)
    const env = { PATH: process.env.PATH, ...serverEnvironment(cloud) }
    const child = spawn(process.execPath, [program, 'backup', directory], { env, stdio: 'ignore' })
    const ended = once(child, 'exit')
    while (!existsSync(join(directory, 'objects'))) await sleep(1)
    child.kill('SIGKILL')
    expect(await ended).toEqual([null, 'SIGKILL'])
    const target = openPostgres({ ...(await createTestDatabase()), max: 2 })
    try {
      const attempt = restore({ db: target, objects: empty.objects, send: fetch }, directory, signal)
      await expect(attempt).rejects.toMatchObject({ message: expect.stringContaining('holds no backup') })
    } finally {
      await target.destroy()
    }
    // Nor does a second attempt mix with what the first one left.
    await expect(backUp(cloud, directory, signal)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('are migrated when the backup is older, and refused when it is newer', async () => {
    const [oldest = ''] = Object.keys(migrations)
    const old = openPostgres({ ...(await createTestDatabase()), max: 2 })
    const target = openPostgres({ ...(await createTestDatabase()), max: 2 })
    try {
      await migrateToLatest(old, Object.fromEntries([[oldest, migrations[oldest] as never]]))
      await insertRecords(old, 3)
      await backUp({ db: old, objects: cloud.objects }, directory, signal)
      await restore({ db: target, objects: empty.objects, send: fetch }, directory, signal)
      const { rows } = await sql`select id from expenses`.execute(target)
      expect(rows).toHaveLength(3)

      const migrated = { db: empty.db, objects: empty.objects, send: fetch }
      const tables = (await recordTables(empty.db)).map(({ name }) => sql.table(name))
      await sql`truncate ${sql.join(tables)}`.execute(empty.db)
      await expect(restore(migrated, directory, signal)).rejects.toThrow('newer than the backup')
    } finally {
      await old.destroy()
      await target.destroy()
    }
  })

  it('are refused when a newer version made the backup', async () => {
    const name = `9999-${randomUUID()}`
    await sql`insert into kysely_migration values (${name}, ${new Date().toISOString()})`.execute(cloud.db)
    await backUp(cloud, directory, signal)
    await expect(restore({ ...empty, send: fetch }, directory, signal)).rejects.toMatchObject({
      code: 'newer_data_directory',
    })
  })
})

/** A row or more in each table that `insertRecords` leaves empty: accounts, quota, and what people did. */
async function fillOtherTables(db: Kysely<Database>): Promise<void> {
  const { rows } = await sql<{ id: string; userId: string }>`
    select id, user_id as "userId" from expenses order by id limit 2`.execute(db)
  const [{ id, userId }, other] = rows as [{ id: string; userId: string }, { id: string }]
  const edit = (position: number) => sql`
    insert into edits (id, expense_id, user_id, edited_by, field, old_value, new_value, created_at, position)
    overriding system value values (gen_random_uuid(), ${id}, ${userId}, ${userId}, 'note', 'null', ${`"${position}"`},
      '2026-10-31 12:34:56.789012+02', ${position})`
  for (const statement of [
    edit(7),
    edit(8),
    sql`insert into batches (id, user_id, file_count) values (gen_random_uuid(), ${userId}, 3)`,
    sql`insert into rules (id, user_id, merchant, merchant_key, rename) values (gen_random_uuid(), ${userId}, 'Ä', 'ä', 'B')`,
    sql`insert into rates values (${userId}, 'USD', '2026-10-30', '1.0850')`,
    sql`insert into exports values (${userId}, 'ledger', ${id}, 'r1', now())`,
    sql`insert into duplicates (user_id, receipt_id, other_id, kind) values (${userId}, ${id}, ${other.id}, 'purchase')`,
    sql`insert into extraction_requests (id, user_id, receipt_id, model) values (gen_random_uuid(), ${userId}, ${id}, 'm')`,
    sql`insert into upload_days values (${userId}, current_date, 12)`,
    sql`insert into quota_models values ('gemini', now(), 'day')`,
    sql`insert into quota_calls values ('gemini', now())`,
    sql`insert into quota_days values ('gemini', current_date, 40)`,
    sql`insert into users values (${userId}, 'ann@example.com', '$scrypt$ln=15$', now())`,
    sql`insert into access_tokens (id, user_id, kind, name, scope, token_hash)
      values (gen_random_uuid(), ${userId}, 'personal', 'cron', 'read', sha256('x'))`,
    sql`insert into invitations values ('\\x0012ff', now(), ${userId}, now())`,
    sql`insert into attempts values ('login ann', 3, 'infinity')`,
  ]) {
    await statement.execute(db)
  }
}

/** All rows of all tables, as text. */
async function everything(db: Kysely<Database>): Promise<Record<string, string[]>> {
  return withSnapshot(db, async (snapshot) => {
    const found: Record<string, string[]> = {}
    for (const table of await recordTables(snapshot)) {
      const rows = []
      for await (const row of dumpRows(snapshot, table)) rows.push(row)
      found[table.name] = rows.sort()
    }
    return found
  })
}
