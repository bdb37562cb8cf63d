import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDirectoryObjectStore } from '../../src/adapters/directory-object-store.ts'
import { objectStoreContract, requestFor } from '../contract/object-store.ts'

const baseUrl = 'http://localhost/objects'

objectStoreContract('directory', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'expensa-objects-'))
  const store = await createDirectoryObjectStore({ directory, baseUrl })
  return {
    store,
    storeAt: (now) => createDirectoryObjectStore({ directory, baseUrl, now }),
    send: ({ url, headers, body }) => store.receive(new Request(url, { method: 'PUT', headers, body })),
    verifiesSha256: true,
    close: () => rm(directory, { recursive: true }),
  }
})

describe('directory object store', () => {
  let parent: string
  let directory: string

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'expensa-objects-'))
    directory = join(parent, 'data', 'objects')
  })

  afterEach(() => rm(parent, { recursive: true }))

  const open = () => createDirectoryObjectStore({ directory, baseUrl })
  const filesUnder = async (path: string) =>
    (await readdir(path, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())

  it('keeps originals private', async () => {
    const store = await open()
    const body = randomBytes(100)
    const request = requestFor(body)
    const { url, headers } = await store.createUploadTarget(request)
    expect((await store.receive(new Request(url, { method: 'PUT', headers, body }))).status).toBe(200)

    const path = store.describeLocation(request.key)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect((await stat(dirname(path))).mode & 0o777).toBe(0o700)
    expect((await stat(directory)).mode & 0o777).toBe(0o700)
    expect((await stat(join(directory, '.upload-secret'))).mode & 0o777).toBe(0o600)
  })

  it('accepts an upload URL that another process of the same directory signed', async () => {
    const [one, other] = await Promise.all([open(), open()])
    const body = randomBytes(100)
    const { url, headers } = await one.createUploadTarget(requestFor(body))
    expect((await other.receive(new Request(url, { method: 'PUT', headers, body }))).status).toBe(200)
  })

  it('stores nothing of a body that is longer, shorter or cut off, whatever its headers say', async () => {
    const store = await open()
    const body = randomBytes(1000)
    const { url, headers } = await store.createUploadTarget(requestFor(body))
    const send = (content: Uint8Array | ReadableStream) =>
      store.receive(new Request(url, { method: 'PUT', headers, body: content, duplex: 'half' }))

    expect((await send(Buffer.concat([body, randomBytes(1)]))).status).toBe(400)
    expect((await send(body.subarray(0, 999))).status).toBe(400)
    expect((await send(new Uint8Array())).status).toBe(400)
    const cut = new ReadableStream({
      start(controller) {
        controller.enqueue(body.subarray(0, 500))
        controller.error(new Error('connection lost'))
      },
    })
    expect((await send(cut)).status).toBe(503)
    expect((await filesUnder(directory)).map((entry) => entry.name)).toEqual(['.upload-secret'])
  })

  it.each(['../../etc/passwd', 'receipts/../../x', '/etc/passwd', 'receipts/a/b'])(
    'takes no key but those of receipts: %s',
    async (key) => {
      const store = await open()
      const refused = { code: 'invalid_request' }
      await expect(store.getObject(key)).rejects.toMatchObject(refused)
      await expect(store.headObject(key)).rejects.toMatchObject(refused)
      await expect(store.deleteObject(key)).rejects.toMatchObject(refused)
      await expect(store.createUploadTarget({ ...requestFor(randomBytes(3)), key })).rejects.toMatchObject(
        refused,
      )
      const answer = await store.receive(new Request(`${baseUrl}/${key}`, { method: 'PUT', body: 'x' }))
      expect(answer.status).toBe(403)
    },
  )

  it('clears away what a crash left behind, but no upload that is under way', async () => {
    await open()
    const abandoned = join(directory, '.incoming', 'abandoned')
    const underWay = join(directory, '.incoming', 'under-way')
    await writeFile(abandoned, 'half a receipt')
    await writeFile(underWay, 'half a receipt')
    const twoHoursAgo = new Date(Date.now() - 2 * 60 * 60_000)
    await utimes(abandoned, twoHoursAgo, twoHoursAgo)

    await open()
    expect(await readdir(join(directory, '.incoming'))).toEqual(['under-way'])
  })

  it('says which path it cannot use', async () => {
    await writeFile(join(parent, 'data'), 'a file where a directory should be')
    await expect(open()).rejects.toMatchObject({
      code: 'object_store_unavailable',
      message: expect.stringContaining(directory),
    })
  })
})
