import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrations } from '../../migrations/index.ts'
import { bindToUser } from '../../src/adapters/postgres-as-user.ts'
import { postgresConnection } from '../../src/adapters/postgres-connection.ts'
import { openPostgres } from '../../src/adapters/postgres-database.ts'
import { migrateToLatest } from '../../src/adapters/postgres-migrator.ts'
import { overTcp } from '../support/backend.ts'
import { createTestDatabase, urlOf } from '../support/postgres.ts'

const url = 'postgres://ann:p%40ss@db.example.com/expensa'

let folder: string
let caFile: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expensa-ca-'))
  caFile = join(folder, 'ca.pem')
  await writeFile(caFile, '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n')
})

afterAll(() => rm(folder, { recursive: true }))

describe('connecting to a PostgreSQL elsewhere', () => {
  it('reads the URL', async () => {
    expect(await postgresConnection({ url, max: 1 })).toMatchObject({
      host: 'db.example.com',
      port: 5432,
      user: 'ann',
      password: 'p@ss',
      database: 'expensa',
      max: 1,
    })
  })

  it('connects', async () => {
    const url = urlOf(await createTestDatabase())
    const db = openPostgres(await postgresConnection({ url, max: 1 }))
    expect(await db.selectNoFrom((eb) => eb.val(1).as('one')).execute()).toEqual([{ one: '1' }])
    await db.destroy()
  })

  it('outlives a connection that is cut in the middle of a transaction', async () => {
    const connection = await createTestDatabase()
    const db = openPostgres({ ...connection, max: 1 })
    const other = openPostgres({ ...connection, max: 1 })
    const work = db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
      await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(other)
      // Nothing is asked of it when it breaks.
      await sleep(200)
      await sql`select 1`.execute(tx)
    })
    await expect(work).rejects.toThrow()
    expect(await db.selectNoFrom((eb) => eb.val(1).as('one')).execute()).toEqual([{ one: '1' }])
    await db.destroy()
    await other.destroy()
  })

  it('begins again over TCP, where the news that an idle connection was cut comes late', async () => {
    const connection = await createTestDatabase()
    const other = openPostgres({ ...connection, max: 1 })
    await migrateToLatest(other, migrations)
    const url = await overTcp(urlOf(connection))
    const db = openPostgres(await postgresConnection({ url, max: 1 }))
    const asUser = bindToUser(db, randomUUID())
    const ask = () =>
      asUser(
        async (tx) => (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)).rows[0]?.pid,
      )
    const pid = await ask()
    await sql`select pg_terminate_backend(${pid})`.execute(other)
    expect(await ask()).not.toBe(pid)
    await db.destroy()
    await other.destroy()
  })

  it('checks the certificate of the server when it is told whose to trust', async () => {
    const { ssl } = await postgresConnection({ url, caFile, max: 1 })
    expect(ssl).toEqual({ ca: expect.stringContaining('BEGIN CERTIFICATE') })
  })

  it('refuses a server without TLS when TLS is a must', async () => {
    const url = urlOf(await createTestDatabase())
    const db = openPostgres(await postgresConnection({ url, caFile, max: 1 }))
    await expect(db.selectNoFrom((eb) => eb.val(1).as('one')).execute()).rejects.toThrow(/SSL/)
    await db.destroy()
  })

  it('signs in with a token of IAM that names the user, the host and its port', async () => {
    const { password } = await postgresConnection({ url, caFile, iamRegion: 'eu-central-1', max: 1 })
    process.env.AWS_ACCESS_KEY_ID = 'AKIAEXAMPLE'
    process.env.AWS_SECRET_ACCESS_KEY = 'secret'
    const token = typeof password === 'function' ? await password() : ''
    expect(token).toMatch(
      /^db\.example\.com:5432\/\?Action=connect&DBUser=ann&.*X-Amz-Signature=[0-9a-f]{64}/,
    )
  })

  it.each([
    ['no URL', { url: 'postgres://a:b' }, /percent-encoded/],
    ['TLS settings in the URL', { url: `${url}?sslmode=no-verify` }, /sslmode/],
    ['IAM without TLS', { iamRegion: 'eu-central-1' }, /EXPENSA_DATABASE_CA_FILE/],
    ['a missing file', { caFile: '/nowhere/ca.pem' }, /EXPENSA_DATABASE_CA_FILE/],
    ['a file without certificates', { caFile: 'package.json' }, /EXPENSA_DATABASE_CA_FILE/],
  ])('says what to set right: %s', async (_, changes, hint) => {
    await expect(postgresConnection({ url, max: 1, ...changes })).rejects.toMatchObject({
      code: 'invalid_config',
      hint: expect.stringMatching(hint),
    })
  })
})
