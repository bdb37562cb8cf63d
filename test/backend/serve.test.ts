import { request } from 'node:http'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ServerProcess, serverEnvironment, startServer } from '../support/backend.ts'
import { type Cloud, standInBucket, startCloud } from '../support/cloud.ts'

let cloud: Cloud
let backend: ServerProcess

beforeAll(async () => {
  cloud = await startCloud(standInBucket)
  backend = await startServer('backend', serverEnvironment(cloud))
})

afterAll(async () => {
  await backend.stop()
  await cloud.close()
})

it('says that it lives, that it is ready and what it speaks', async () => {
  expect((await fetch(`${backend.url}/healthz`)).status).toBe(200)
  expect(await (await fetch(`${backend.url}/readyz`)).json()).toEqual({ status: 'ready' })
  const document = await (await fetch(`${backend.url}/openapi.json`)).json()
  expect(document).toMatchObject({ openapi: '3.1.0', paths: { '/v1/expenses': { get: {} } } })
})

it('is not ready on a database that lacks a migration', async () => {
  const table = () => sql.table('kysely_migration')
  const name = '0001-receipts-and-expenses'
  const { rows } = await sql<{
    timestamp: string
  }>`delete from ${table()} where name = ${name} returning timestamp`.execute(cloud.db)
  try {
    const answer = await fetch(`${backend.url}/readyz`)
    expect(answer.status).toBe(503)
    expect(await answer.json()).toEqual({ status: 'not ready', code: 'database_unavailable' })
  } finally {
    await sql`insert into ${table()} values (${name}, ${rows[0]?.timestamp})`.execute(cloud.db)
  }
  expect((await fetch(`${backend.url}/readyz`)).status).toBe(200)
})

it('lets nobody in who is not signed in, and says so with a code', async () => {
  for (const headers of [{}, { authorization: 'Bearer exp_s_guess' }, { authorization: 'Basic YTpi' }]) {
    const answer = await fetch(`${backend.url}/v1/expenses`, { headers })
    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({ error: { code: 'unauthorized' } })
  }
})

it('refuses bodies that are too large, also when nobody said how large', async () => {
  const body = JSON.stringify({ email: 'x'.repeat(3_000_000) })
  for (const headers of [{ 'content-length': body.length }, {}]) {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const url = `${backend.url}/v1/batches`
      const sending = request(url, { method: 'POST', agent: false, headers }, (answer) => {
        answer.resume()
        resolve(answer.statusCode)
      })
      // The server may hang up before all of it is sent.
      sending.on('error', (error: NodeJS.ErrnoException) => {
        if (!['EPIPE', 'ECONNRESET'].includes(error.code ?? '')) reject(error)
      })
      sending.write(body.slice(0, 1_500_000))
      sending.end(body.slice(1_500_000))
    })
    expect(status).toBe(413)
  }
})

it('answers with a request id, takes over a harmless one, and logs neither query nor token', async () => {
  const answer = await fetch(`${backend.url}/v1/expenses?merchant=hidden`, {
    headers: { 'x-request-id': 'trace-1', authorization: 'Bearer exp_s_hidden' },
  })
  expect(answer.headers.get('x-request-id')).toBe('trace-1')
  const odd = await fetch(`${backend.url}/healthz`, { headers: { 'x-request-id': 'a b"c' } })
  expect(odd.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  const line = backend.log.find((entry) => entry.requestId === 'trace-1')
  expect(line).toMatchObject({ method: 'GET', path: '/v1/expenses', status: 401, level: 'info' })
  expect(JSON.stringify(backend.log)).not.toContain('hidden')
})

it('tells its log why the bucket fails, and its users only that it does', async () => {
  const open = await startServer('backend', { ...serverEnvironment(cloud), EXPENSA_REGISTRATION: 'open' })
  const post = async (path: string, body: unknown, token = '') => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const answer = await fetch(`${open.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }
  const person = { email: 'ann@example.com', password: 'a long password', invitation: null, device: 'test' }
  const { token } = (await post('/v1/account/register', person)).body
  const file = { sizeBytes: 10, contentType: 'image/jpeg', originalFilename: 'a.jpg', category: null }
  const files = [{ ...file, sha256: 'a'.repeat(64) }]
  cloud.s3.failNext('HEAD', { status: 403 })
  const refused = await post('/v1/uploads', { batchId: null, files }, String(token))
  await open.stop()
  expect(refused).toMatchObject({ status: 500, body: { error: { code: 'invalid_config' } } })
  expect(JSON.stringify(refused.body)).not.toContain(cloud.s3.bucket)
  expect(open.log.find(({ code }) => code === 'invalid_config')?.msg).toContain(cloud.s3.bucket)
})

it.each([
  ['EXPENSA_DATABASE_URL', ''],
  ['EXPENSA_S3_BUCKET', ''],
  ['EXPENSA_PORT', 'http'],
  ['EXPENSA_REGISTRATION', 'everybody'],
  ['EXPENSA_DATABASE_CA_FILE', '/nowhere.pem'],
  ['EXPENSA_DATABASE_URL', 'postgres://expensa@127.0.0.1:1/expensa'],
  ['EXPENSA_S3_BUCKET', 'no-such-bucket'],
  ['AWS_SECRET_ACCESS_KEY', 'wrong'],
  ['AWS_REGION', 'mars-north-1'],
])('does not start with %s=%s, and names it', async (name, value) => {
  const environment = { ...serverEnvironment(cloud), [name]: value }
  await expect(startServer('backend', environment)).rejects.toThrow(name)
})

it('finishes the requests under way when it is told to end', async () => {
  const other = await startServer('backend', serverEnvironment(cloud))
  const body = JSON.stringify({ fileCount: 1 })
  const { hostname, port } = new URL(other.url)
  const headers = { 'content-length': body.length, 'content-type': 'application/json' }
  const answered = new Promise<number | undefined>((resolve, reject) => {
    const slow = request({ hostname, port, path: '/v1/batches', method: 'POST', headers }, (answer) => {
      answer.resume()
      resolve(answer.statusCode)
    })
    slow.on('error', reject)
    slow.write(body.slice(0, 5), () => {
      void other.stop().then((code) => expect(code).toBe(0))
      setTimeout(() => slow.end(body.slice(5)), 200)
    })
  })
  expect(await answered).toBe(401)
  await expect(fetch(`${other.url}/healthz`)).rejects.toThrow()
})
