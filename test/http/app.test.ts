import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openLedger } from '../support/ledger.ts'

let ledger: Awaited<ReturnType<typeof openLedger>>
let user: ReturnType<typeof ledger.signIn>

beforeAll(async () => {
  ledger = await openLedger()
})

beforeEach(() => {
  user = ledger.signIn()
})

async function ask(
  path: string,
  { method = 'GET', body, as = user.userId }: { method?: string; body?: unknown; as?: string } = {},
) {
  const response = await ledger.app.request(path, {
    method,
    headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const answer = (await response.json()) as { error: { code: string; message: string } }
  return { status: response.status, answer }
}

const file = {
  sha256: 'a'.repeat(64),
  sizeBytes: 10,
  contentType: 'image/jpeg',
  originalFilename: 'a.jpg',
  category: null,
}

describe('the API', () => {
  test.each([
    ['/v1/uploads', 'no JSON', 'not JSON'],
    ['/v1/uploads', { batchId: null, files: [] }, 'files'],
    ['/v1/uploads', { batchId: null, files: [{ ...file, sha256: 'A'.repeat(64) }] }, 'files.0.sha256'],
    [
      '/v1/uploads',
      { batchId: null, files: [{ ...file, sizeBytes: 26 * 1024 * 1024 }] },
      'files.0.sizeBytes',
    ],
    ['/v1/uploads', { batchId: null, files: [{ ...file, contentType: 'text/html' }] }, 'files.0.contentType'],
    ['/v1/uploads', { batchId: null, files: [{ ...file, userId: randomUUID() }] }, 'files.0'],
    ['/v1/uploads', { batchId: 'mine', files: [file] }, 'batchId'],
    ['/v1/uploads', { batchId: null, files: Array.from({ length: 501 }, () => file) }, 'files'],
    ['/v1/uploads/confirm', { ids: ['../etc/passwd'] }, 'ids.0'],
    ['/v1/receipts/lookup', { sha256s: ['x'] }, 'sha256s.0'],
    ['/v1/batches', { fileCount: -1 }, 'fileCount'],
    // What PostgreSQL cannot keep.
    [
      '/v1/uploads',
      { batchId: null, files: [{ ...file, originalFilename: 'a\u0000.jpg' }] },
      'files.0.originalFilename',
    ],
    [
      '/v1/batches',
      { fileCount: 1, source: { directory: '/', paths: ['\u0000'], category: null } },
      'paths.0',
    ],
  ])('refuses a wrong body for %s, and names what is wrong', async (path, body, named) => {
    const { status, answer } = await ask(path, { method: 'POST', body })
    expect(status).toBe(400)
    expect(answer.error.code).toBe('invalid_request')
    expect(answer.error.message).toContain(named)
  })

  test.each([
    '/v1/expenses?from=2026-02-30',
    '/v1/expenses?limit=0',
    '/v1/expenses?sort=colour',
    '/v1/expenses?status=lost',
    '/v1/summary?by=weekday',
    '/v1/expenses?merchant=%00',
  ])('refuses %s', async (path) => {
    expect(await ask(path)).toMatchObject({ status: 400, answer: { error: { code: 'invalid_request' } } })
  })

  const nothing = { status: 404, answer: { error: { code: 'not_found' } } }

  test.each([
    '/',
    '/v1',
    '/v1/nothing',
    '/v1/expenses/ffffffff',
    '/v1/expenses/%00',
    '/v1/batches/%00%00%00%00',
    `/v1/batches/${'f'.repeat(5000)}`,
  ])('has nothing at %s', async (path) => {
    expect(await ask(path)).toMatchObject(nothing)
  })

  test.each(['GET', 'POST'])('has no extraction under what is no id (%s)', async (method) => {
    const id = await user.bring({ merchant: 'Corner Café' })
    for (const extraction of ['nonsense', '%00', randomUUID()]) {
      const path = `/v1/expenses/${id}/extractions/${extraction}${method === 'POST' ? '/apply' : ''}`
      expect(await ask(path, { method })).toMatchObject(nothing)
    }
  })

  test('knows nothing of the ids of other people', async () => {
    const theirs = ledger.signIn()
    const id = await theirs.bring({ merchant: 'Corner Café', total: '1.00', currency: 'EUR' })
    expect((await ask(`/v1/expenses/${id}`, { as: theirs.userId })).status).toBe(200)
    expect(await ask(`/v1/expenses/${id}`)).toMatchObject({
      status: 404,
      answer: { error: { code: 'not_found' } },
    })
    const { answer } = await ask('/v1/receipts/status', { method: 'POST', body: { ids: [id] } })
    expect(answer).toEqual({ receipts: [] })
    expect(await ask('/v1/uploads/confirm', { method: 'POST', body: { ids: [id] } })).toMatchObject({
      answer: { missing: [id] },
    })
  })

  test('takes files into no batch but one of the same user', async () => {
    const { id } = await ledger.signIn().client.createBatch(1)
    for (const batchId of [id, randomUUID()]) {
      const body = { batchId, files: [{ ...file, sha256: 'b'.repeat(64) }] }
      expect(await ask('/v1/uploads', { method: 'POST', body })).toMatchObject(nothing)
    }
    expect(await user.client.lookup(['b'.repeat(64)])).toEqual({ receipts: [] })
  })

  test('gives an answer that its own client understands, page after page', async () => {
    for (let i = 0; i < 3; i++) await user.bring({ merchant: `Shop ${i}`, total: '1.00', currency: 'EUR' })
    const first = await user.client.listExpenses({ limit: 2, sort: 'merchant', order: 'asc' })
    expect(first.expenses.map((expense) => expense.merchant)).toEqual(['Shop 0', 'Shop 1'])
    const second = await user.client.listExpenses({
      limit: 2,
      sort: 'merchant',
      order: 'asc',
      after: first.next ?? '',
    })
    expect(second).toMatchObject({ expenses: [{ merchant: 'Shop 2' }], next: null })
  })
})
