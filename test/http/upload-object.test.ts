import { randomBytes } from 'node:crypto'
import { openAsBlob } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDirectoryObjectStore } from '../../src/adapters/directory-object-store.ts'
import { createS3ObjectStore } from '../../src/adapters/s3-object-store.ts'
import { type PutObjectOptions, putObject } from '../../src/http/upload-object.ts'
import { requestFor } from '../contract/object-store.ts'
import { type S3Server, startS3Server } from '../support/s3-server.ts'

let server: S3Server
let folder: string

beforeAll(async () => {
  server = await startS3Server()
  folder = await mkdtemp(join(tmpdir(), 'expensa-upload-'))
})

afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

const storeAt = (now = () => new Date()) => createS3ObjectStore({ ...server, forcePathStyle: true, now })

/** Does not wait, but notes how long it was asked to. */
function impatient(): { delays: number[]; options: PutObjectOptions } {
  const delays: number[] = []
  const sleep = async (milliseconds: number) => delays.push(milliseconds)
  return { delays, options: { sleep, random: () => 1 } }
}

async function prepare(bytes = 1000) {
  const body = new Uint8Array(randomBytes(bytes))
  const request = requestFor(body)
  return { body, request, target: await storeAt().createUploadTarget(request) }
}

const attemptsFor = (key: string) => server.requests.filter((request) => request.key === key).length

describe('sending a file to the object store', () => {
  it('sends bytes', async () => {
    const { body, request, target } = await prepare()
    await putObject(target, body)
    expect(server.objects.get(request.key)?.body.equals(body)).toBe(true)
    expect(server.objects.get(request.key)?.contentType).toBe('image/jpeg')
  })

  it('sends a file of 20 MB while reading it', async () => {
    const { body, request, target } = await prepare(20 * 1024 * 1024)
    const path = join(folder, 'large.jpg')
    await writeFile(path, body)
    await putObject(target, await openAsBlob(path))
    expect(server.objects.get(request.key)?.body.equals(body)).toBe(true)
  })

  it('sends to a directory in the same process', async () => {
    const store = await createDirectoryObjectStore({ directory: folder, baseUrl: 'http://localhost/objects' })
    const body = new Uint8Array(randomBytes(1000))
    const request = requestFor(body)
    await putObject(await store.createUploadTarget(request), body, { fetch: store.receive })
    expect(Buffer.compare(await store.getObject(request.key), body)).toBe(0)
  })

  it.each([
    ['failures', [{ status: 500 }, { status: 503, code: 'SlowDown' }]],
    ['connection resets', ['reset', 'reset']],
    ['being told to slow down', [{ status: 429 }, { status: 429 }]],
  ] as const)('outlasts %s, waiting longer each time', async (_, faults) => {
    const { body, request, target } = await prepare()
    const { delays, options } = impatient()
    server.failNext('PUT', ...faults)
    await putObject(target, body, options)
    expect(server.objects.get(request.key)?.body.equals(body)).toBe(true)
    expect(delays).toEqual([250, 500])
  })

  it('spreads its attempts at random over the time it may wait', async () => {
    const { body, target } = await prepare()
    const { delays, options } = impatient()
    server.failNext('PUT', { status: 500 }, { status: 500 }, { status: 500 })
    await putObject(target, body, { ...options, random: () => 0.5 })
    expect(delays).toEqual([125, 250, 500])
  })

  it('gives up at last, and says what to do', async () => {
    const { body, request, target } = await prepare()
    const { options } = impatient()
    server.failNext('PUT', ...Array(5).fill({ status: 503, code: 'SlowDown' }))
    await expect(putObject(target, body, options)).rejects.toMatchObject({
      code: 'object_store_unavailable',
      message: expect.stringContaining('503 (SlowDown)'),
      hint: expect.stringContaining('again'),
    })
    expect(attemptsFor(request.key)).toBe(5)
  })

  it('says why when nothing listens', async () => {
    const { body, target } = await prepare()
    const away = { ...target, url: target.url.replace(server.endpoint, 'http://127.0.0.1:1') }
    await expect(putObject(away, body, impatient().options)).rejects.toMatchObject({
      code: 'object_store_unavailable',
      message: expect.stringMatching(/ECONNREFUSED|bad port/),
    })
  })

  it('takes an object that is there already for its own, which a lost answer left behind', async () => {
    const { body, target } = await prepare()
    await putObject(target, body)
    await putObject(target, body)
  })

  it('asks for another URL when this one has expired, without insisting', async () => {
    const body = new Uint8Array(randomBytes(10))
    const request = requestFor(body)
    const past = await storeAt(() => new Date(Date.now() - 3_600_000)).createUploadTarget(request)
    await expect(putObject(past, body)).rejects.toMatchObject({ code: 'upload_expired' })
    expect(attemptsFor(request.key)).toBe(1)
  })

  it('notices that the file is not the one that was announced', async () => {
    const { request, target } = await prepare(1000)
    const changed = { code: 'checksum_mismatch' }
    await expect(putObject(target, new Uint8Array(999))).rejects.toMatchObject(changed)
    await expect(putObject(target, new Uint8Array(1000))).rejects.toMatchObject(changed)
    expect(server.objects.has(request.key)).toBe(false)
  })

  it('notices that the file changes while it is sent', async () => {
    const { body, target } = await prepare(1000)
    const path = join(folder, 'changing.jpg')
    await writeFile(path, body)
    const blob = await openAsBlob(path)
    await writeFile(path, randomBytes(2000))
    await expect(putObject(target, blob)).rejects.toMatchObject({ code: 'checksum_mismatch' })
  })

  it('does not insist where the store is set up wrongly', async () => {
    const { body, request } = await prepare()
    const store = createS3ObjectStore({ ...server, bucket: 'no-such-bucket', forcePathStyle: true })
    const target = await store.createUploadTarget(request)
    await expect(putObject(target, body)).rejects.toMatchObject({
      code: 'invalid_config',
      message: expect.stringContaining('404 (NoSuchBucket)'),
    })
    expect(attemptsFor(request.key)).toBe(1)
  })

  it('stops on the signal, while sending and while waiting', async () => {
    const { body, target } = await prepare()
    const sending = new AbortController()
    const stopped = putObject(target, body, {
      signal: sending.signal,
      fetch: (request) => {
        queueMicrotask(() => sending.abort())
        return fetch(request)
      },
    })
    await expect(stopped).rejects.toMatchObject({ code: 'interrupted' })

    const waiting = new AbortController()
    server.failNext('PUT', { status: 500 })
    const given = putObject(target, body, {
      signal: waiting.signal,
      random: () => {
        queueMicrotask(() => waiting.abort())
        return 1
      },
    })
    await expect(given).rejects.toMatchObject({ code: 'interrupted' })
  })
})
