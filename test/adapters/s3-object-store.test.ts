import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createS3ObjectStore } from '../../src/adapters/s3-object-store.ts'
import { newKey, objectStoreContract, requestFor } from '../contract/object-store.ts'
import { createRealBucket, realS3Endpoint, realS3VerifiesSha256 } from '../support/real-s3.ts'
import { type S3Server, startS3Server } from '../support/s3-server.ts'

objectStoreContract('S3 (stand-in)', async () => {
  const server = await startS3Server()
  const options = { ...server, forcePathStyle: true }
  return {
    store: createS3ObjectStore(options),
    storeAt: async (now) => createS3ObjectStore({ ...options, now }),
    send: ({ url, headers, body }) => fetch(url, { method: 'PUT', headers, body }),
    verifiesSha256: true,
    close: () => server.close(),
  }
})

if (realS3Endpoint !== undefined) {
  objectStoreContract(`S3 (${realS3Endpoint})`, async () => {
    const options = await createRealBucket()
    return {
      store: createS3ObjectStore(options),
      storeAt: async (now) => createS3ObjectStore({ ...options, now }),
      send: ({ url, headers, body }) => fetch(url, { method: 'PUT', headers, body }),
      verifiesSha256: realS3VerifiesSha256,
      close: async () => {},
    }
  })
}

describe('S3 object store', () => {
  let server: S3Server

  beforeAll(async () => {
    server = await startS3Server()
  })

  afterAll(() => server.close())

  const open = (changes = {}) => createS3ObjectStore({ ...server, forcePathStyle: true, ...changes })

  async function stored(body: Uint8Array): Promise<string> {
    const request = requestFor(body)
    const { url, headers } = await open().createUploadTarget(request)
    expect((await fetch(url, { method: 'PUT', headers, body })).status).toBe(200)
    return request.key
  }

  it('binds length, type, checksum and the condition by the signature', async () => {
    const { url } = await open().createUploadTarget(requestFor(randomBytes(10)))
    expect(new URL(url).searchParams.get('X-Amz-SignedHeaders')).toBe(
      'content-length;content-type;host;if-none-match;x-amz-checksum-sha256;x-amz-sdk-checksum-algorithm',
    )
    expect(url).not.toContain('crc32')
  })

  it.each(['if-none-match', 'x-amz-checksum-sha256', 'content-type'])(
    'has the server refuse a PUT that leaves out %s',
    async (name) => {
      const body = randomBytes(10)
      const { url, headers } = await open().createUploadTarget(requestFor(body))
      const { [name]: _, ...others } = headers
      expect((await fetch(url, { method: 'PUT', headers: others, body })).status).toBe(403)
    },
  )

  it('has the server refuse headers that were not signed', async () => {
    const body = randomBytes(10)
    const { url, headers } = await open().createUploadTarget(requestFor(body))
    const answer = await fetch(url, {
      method: 'PUT',
      headers: { ...headers, 'x-amz-acl': 'public-read' },
      body,
    })
    expect(answer.status).toBe(403)
  })

  it('signs upload URLs for the address that clients reach', async () => {
    const store = open({ publicEndpoint: 'https://receipts.example.com' })
    const { url } = await store.createUploadTarget(requestFor(randomBytes(10)))
    expect(url).toMatch(`https://receipts.example.com/${server.bucket}/receipts/`)
  })

  it('survives passing failures of the server', async () => {
    const body = randomBytes(100)
    const key = await stored(body)
    server.failNext('GET', { status: 503, code: 'SlowDown' }, 'reset')
    expect(Buffer.compare(await open().getObject(key), body)).toBe(0)
  })

  it.each([
    ['fails', { status: 500 }],
    ['resets connections', 'reset'],
    ['is silent', 'silence'],
  ] as const)('says that it may pass when the server %s for good', async (_, fault) => {
    const key = await stored(randomBytes(100))
    server.failNext('GET', fault, fault, fault)
    await expect(open({ timeoutMs: 200 }).getObject(key)).rejects.toMatchObject({
      code: 'object_store_unavailable',
      retryable: true,
    })
  })

  it('does not wait for ever for the rest of an object', async () => {
    const key = await stored(randomBytes(100_000))
    server.failNext('GET', 'half-body')
    await expect(open({ timeoutMs: 200 }).getObject(key)).rejects.toMatchObject({
      code: 'object_store_unavailable',
    })
  })

  it('says when nothing listens', async () => {
    const store = open({ endpoint: 'http://127.0.0.1:1' })
    await expect(store.headObject(newKey())).rejects.toMatchObject({ code: 'object_store_unavailable' })
  })

  it.each([
    ['a wrong bucket', { bucket: 'no-such-bucket' }, /name of the bucket/],
    [
      'a wrong secret',
      { credentials: { accessKeyId: 'AKIASTANDIN', secretAccessKey: 'wrong' } },
      /secret key/,
    ],
    ['an unknown access key', { credentials: { accessKeyId: 'NOBODY', secretAccessKey: 'x' } }, /access key/],
    ['a wrong region', { region: 'mars-north-1' }, /region/],
  ])('names the setting to check: %s', async (_, changes, hint) => {
    await expect(open(changes).getObject(newKey())).rejects.toMatchObject({
      code: 'invalid_config',
      hint: expect.stringMatching(hint),
    })
  })

  it('does not take a refusal for a missing object', async () => {
    const store = open({ credentials: { accessKeyId: 'NOBODY', secretAccessKey: 'x' } })
    await expect(store.headObject(newKey())).rejects.toMatchObject({ code: 'invalid_config' })
  })

  it('takes no key but those of receipts', async () => {
    const before = server.requests.length
    const refused = { code: 'invalid_request' }
    await expect(open().getObject('backups/database.dump')).rejects.toMatchObject(refused)
    await expect(open().deleteObject('receipts/../x')).rejects.toMatchObject(refused)
    expect(server.requests.length).toBe(before)
  })
})
