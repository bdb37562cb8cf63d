import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { objectKeyOf } from '../../src/core/receipt.ts'
import { openApiDocument } from '../../src/http/openapi.ts'
import { type ServerProcess, serverEnvironment, startServer } from '../support/backend.ts'
import { type Cloud, standInBucket, startCloud, uniquePicture } from '../support/cloud.ts'

/** Everything that says what the first user has; none of it may reach anybody else. */
const marks = [
  'Secret Shop',
  'secret-name.jpg',
  'first@example.com',
  'secret note',
  '4321.09',
  'Secret Person',
]

interface Schema {
  type?: string | string[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  enum?: unknown[]
  anyOf?: Schema[]
}

let cloud: Cloud
let backend: ServerProcess
let first: { token: string; userId: string; ids: Record<string, string> }
let second: string

beforeAll(async () => {
  cloud = await startCloud(standInBucket)
  backend = await startServer('backend', { ...serverEnvironment(cloud), EXPENSA_REGISTRATION: 'open' })
  const account = await register('first@example.com')
  second = (await register('second@example.com')).token
  first = { ...account, ids: await bringIn(account.userId) }
  const token = { name: 'Secret Person', scope: 'read', days: null }
  const created = await (await send('POST', '/v1/account/tokens', account.token, token)).json()
  first.ids.tokenId = (created as { id: string }).id
})

afterAll(async () => {
  await backend.stop()
  await cloud.close()
})

async function register(email: string): Promise<{ token: string; userId: string }> {
  const body = { email, password: 'a long password', invitation: null, device: 'Secret Person' }
  const answer = await send('POST', '/v1/account/register', null, body)
  const { token, account } = (await answer.json()) as { token: string; account: { id: string } }
  return { token, userId: account.id }
}

/** One stored receipt with its expense, batch and extraction. */
async function bringIn(userId: string): Promise<Record<string, string>> {
  const bytes = await uniquePicture()
  const { receiptId } = await cloud.upload(bytes, userId)
  const batchId = '0190b6a0-0000-7000-8000-00000000ba7c'
  const expenses = cloud.store.forUser(userId)
  await expenses.createBatch(batchId, 1, null)
  await cloud.db
    .updateTable('receipts')
    .set({ original_filename: 'secret-name.jpg', batch_id: batchId, status: 'uploaded' })
    .where('id', '=', receiptId)
    .execute()
  const extractionId = '0190b6a0-0000-7000-8000-0000000e47ac'
  await cloud.db
    .insertInto('extractions')
    .values({
      id: extractionId,
      receipt_id: receiptId,
      user_id: userId,
      extractor: 'test',
      model: 'test',
      prompt_version: '1',
      extraction: '{}',
      raw: '{}',
      duration_ms: 1,
    })
    .execute()
  await cloud.db
    .insertInto('expenses')
    .values({
      id: receiptId,
      user_id: userId,
      extraction_id: extractionId,
      merchant: 'Secret Shop',
      note: 'secret note',
      purchase_date: '2026-11-01',
      currency: 'EUR',
      total_text: '4321.09',
      total_minor: 432109,
      tax_lines: '[]',
      payments: '[]',
      checks: '[]',
      confidence: '{}',
    })
    .execute()
  await cloud.db.updateTable('receipts').set({ status: 'needs_review' }).where('id', '=', receiptId).execute()
  expect(await cloud.objects.headObject(objectKeyOf(userId, receiptId))).not.toBeNull()
  return { receiptId, batchId, extractionId, sha256: createHash('sha256').update(bytes).digest('hex') }
}

function send(method: string, path: string, token: string | null, body?: unknown): Promise<Response> {
  return fetch(backend.url + path, {
    method,
    headers: { ...(token && { authorization: `Bearer ${token}` }), 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

/** A value that the schema allows, with the first user's ids wherever an id may stand. */
function fill(schema: Schema, name: string): unknown {
  const { ids } = first
  if (/^sha256s?$/.test(name) && schema.type === 'string') return ids.sha256
  if (/batch/i.test(name) && schema.type !== 'object') return ids.batchId
  if (/extraction/i.test(name)) return ids.extractionId
  if (schema.enum) return schema.enum[0]
  if (schema.anyOf) return fill(schema.anyOf[0] ?? {}, name)
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type === 'array') return [fill(schema.items ?? {}, name)]
  if (type === 'object') {
    return Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([key, each]) => [key, fill(each, key)]),
    )
  }
  if (type === 'integer' || type === 'number') return 1
  if (type === 'boolean') return true
  if (/^ids?$|Id$/.test(name)) return ids.receiptId
  return 'x'
}

const operations = Object.entries(openApiDocument().paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    route: `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase(),
    path,
    schema: (operation as { requestBody?: { content: { 'application/json': { schema: Schema } } } })
      .requestBody?.content['application/json'].schema,
  })),
)
const signedIn = operations.filter(({ path }) => !/\/(register|sign-in|sign-out)$/.test(path))

it.each(signedIn)(
  '$route gives nothing of the first user to the second',
  async ({ method, path, schema }) => {
    const { ids } = first
    const before = await stateOfFirst()
    for (const id of [ids.receiptId, ids.receiptId?.slice(-8), ids.batchId, ids.tokenId, ids.extractionId]) {
      const url = path.replace('{id}', id ?? '').replace('{extractionId}', ids.extractionId ?? '')
      const answer = await send(method, url, second, schema && fill(schema, ''))
      const text = await answer.text()
      for (const mark of marks) {
        // One's own session is called the same.
        if (mark === 'Secret Person' && path === '/v1/account/sessions') continue
        expect(text, `${method} ${url}`).not.toContain(mark)
      }
      if (path.includes('{')) expect([400, 403, 404, 422], `${method} ${url}`).toContain(answer.status)
      expect(answer.status, text).toBeLessThan(500)
    }
    expect(await stateOfFirst()).toEqual(before)
  },
)

it.each(signedIn)('$route is closed without a token', async ({ method, path, schema }) => {
  const url = path.replaceAll(/\{\w+\}/g, first.ids.receiptId ?? '')
  expect((await send(method, url, null, schema && fill(schema, ''))).status).toBe(401)
})

it('is seen by the first user, so that the marks prove something', async () => {
  const texts = await Promise.all(
    ['/v1/expenses', `/v1/expenses/${first.ids.receiptId}`, '/v1/account', '/v1/account/tokens'].map(
      async (path) => (await send('GET', path, first.token)).text(),
    ),
  )
  for (const mark of marks) expect(texts.join('')).toContain(mark)
})

async function stateOfFirst(): Promise<unknown> {
  const { userId } = first
  const own = (table: 'receipts' | 'expenses' | 'batches' | 'extractions') =>
    cloud.db.selectFrom(table).selectAll().where('user_id', '=', userId).execute()
  const tokens = cloud.db
    .selectFrom('access_tokens')
    .select(['id', 'revoked_at'])
    .where('user_id', '=', userId)
    .orderBy('id')
    .execute()
  return Promise.all([own('receipts'), own('expenses'), own('batches'), own('extractions'), tokens])
}
