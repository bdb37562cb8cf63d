import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ObjectStore, UploadRequest, UploadTarget } from '../../src/core/object-store.ts'
import { objectKeyOf } from '../../src/core/receipt.ts'

/** How the suite reaches one kind of object store. */
export interface ObjectStoreHarness {
  store: ObjectStore
  /** The same store, seen by a process whose clock says something else. */
  storeAt(now: () => Date): Promise<ObjectStore>
  /** Carries out a PUT the way a client does. */
  send(request: { url: string; headers: Record<string, string>; body: Uint8Array }): Promise<Response>
  /**
   * Whether the server compares the bytes with their announced SHA-256. Where it does not (Ceph 16), other
   * bytes of the same length do get stored, and only the check before reading a receipt catches them.
   */
  verifiesSha256: boolean
  close(): Promise<void>
}

/** Runs what every object store must do. */
export function objectStoreContract(name: string, open: () => Promise<ObjectStoreHarness>): void {
  describe(`object store: ${name}`, () => {
    let harness: ObjectStoreHarness
    let store: ObjectStore

    beforeAll(async () => {
      harness = await open()
      store = harness.store
    })

    afterAll(() => harness.close())

    const put = (target: UploadTarget, body: Uint8Array, headers: Record<string, string> = {}) =>
      harness.send({ url: target.url, headers: { ...target.headers, ...headers }, body })

    async function stored(body: Uint8Array): Promise<UploadRequest> {
      const request = requestFor(body)
      const answer = await put(await store.createUploadTarget(request), body)
      expect(answer.status).toBe(200)
      return request
    }

    it('stores the announced bytes and gives them back', async () => {
      const body = randomBytes(4321)
      const request = await stored(body)

      expect(Buffer.compare(await store.getObject(request.key), body)).toBe(0)
      expect(await store.headObject(request.key)).toEqual({ sizeBytes: 4321 })
      expect(store.describeLocation(request.key)).toContain(request.key)
    })

    it('gives upload URLs that live for minutes', async () => {
      const target = await store.createUploadTarget(requestFor(randomBytes(10)))
      const lifetime = target.expiresAt.getTime() - Date.now()
      expect(target.method).toBe('PUT')
      expect(lifetime).toBeGreaterThan(60_000)
      expect(lifetime).toBeLessThanOrEqual(15 * 60_000)
    })

    it('stores an original of 20 MB', async () => {
      const body = randomBytes(20 * 1024 * 1024)
      const { key } = await stored(body)
      expect(sha256Of(await store.getObject(key))).toBe(sha256Of(body))
    })

    it('holds other bytes of the same length to the announced SHA-256, as far as it says it does', async () => {
      const announced = randomBytes(500)
      const other = randomBytes(500)
      const request = requestFor(announced)
      const answer = await put(await store.createUploadTarget(request), other)

      if (harness.verifiesSha256) {
        expect(answer.status).toBe(400)
        expect(await store.headObject(request.key)).toBeNull()
      } else {
        expect(answer.status).toBe(200)
        expect(sha256Of(await store.getObject(request.key))).not.toBe(request.sha256)
      }
    })

    it.each([
      ['fewer', 499],
      ['more', 501],
    ])('refuses %s bytes than announced', async (_, length) => {
      const request = requestFor(randomBytes(500))
      const target = await store.createUploadTarget(request)
      const answer = await put(target, randomBytes(length), { 'content-length': String(length) })
      expect(answer.status).toBe(403)
      expect(await store.headObject(request.key)).toBeNull()
    })

    it('refuses another content type', async () => {
      const body = randomBytes(500)
      const request = requestFor(body)
      const target = await store.createUploadTarget(request)
      const answer = await put(target, body, { 'content-type': 'text/html' })
      expect(answer.status).toBe(403)
      expect(await store.headObject(request.key)).toBeNull()
    })

    it('refuses a URL whose signature was tampered with', async () => {
      const body = randomBytes(500)
      const request = requestFor(body)
      const target = await store.createUploadTarget(request)
      const url = target.url.replace(/(signature=[0-9a-f]{63})([0-9a-f])/i, (_, head, last) =>
        last === '0' ? `${head}1` : `${head}0`,
      )
      expect(url).not.toBe(target.url)
      expect((await put({ ...target, url }, body)).status).toBe(403)
      expect(await store.headObject(request.key)).toBeNull()
    })

    it('refuses a URL that was signed for another key', async () => {
      const body = randomBytes(500)
      const request = requestFor(body)
      const victim = requestFor(body)
      const target = await store.createUploadTarget(request)
      const url = target.url.replace(request.key, victim.key)
      expect((await put({ ...target, url }, body)).status).toBe(403)
      expect(await store.headObject(victim.key)).toBeNull()
    })

    it('refuses an expired URL', async () => {
      const body = randomBytes(500)
      const request = requestFor(body)
      const past = await harness.storeAt(() => new Date(Date.now() - 60 * 60_000))
      expect((await put(await past.createUploadTarget(request), body)).status).toBe(403)
      expect(await store.headObject(request.key)).toBeNull()
    })

    it('never overwrites', async () => {
      const first = randomBytes(500)
      const request = await stored(first)
      const other = randomBytes(600)
      const again = await store.createUploadTarget({ ...requestFor(other), key: request.key })
      expect((await put(again, other)).status).toBe(412)
      expect(Buffer.compare(await store.getObject(request.key), first)).toBe(0)
    })

    it('lets the same bytes be sent again, by saying that they are there', async () => {
      const body = randomBytes(500)
      const request = await stored(body)
      const answer = await put(await store.createUploadTarget(request), body)
      expect([200, 412]).toContain(answer.status)
      expect(Buffer.compare(await store.getObject(request.key), body)).toBe(0)
    })

    it('has one winner when different bytes race for one key', async () => {
      const key = newKey()
      const bodies = Array.from({ length: 8 }, (_, i) => randomBytes(20_000 + i))
      const answers = await Promise.all(
        bodies.map(async (body) => put(await store.createUploadTarget({ ...requestFor(body), key }), body)),
      )
      const winners = bodies.filter((_, i) => answers[i]?.ok)
      expect(winners.length).toBe(1)
      // S3 answers 409 where the decision between two racing writes is still open.
      for (const answer of answers) expect([200, 409, 412]).toContain(answer.status)
      expect(sha256Of(await store.getObject(key))).toBe(sha256Of(winners[0] ?? new Uint8Array()))
    })

    it('says when there is no such object', async () => {
      const key = newKey()
      expect(await store.headObject(key)).toBeNull()
      await expect(store.getObject(key)).rejects.toMatchObject({ code: 'object_missing' })
    })

    it('deletes, and deletes again', async () => {
      const { key } = await stored(randomBytes(500))
      await store.deleteObject(key)
      expect(await store.headObject(key)).toBeNull()
      await store.deleteObject(key)
    })

    it('frees the key for a new upload when the object is deleted', async () => {
      const { key } = await stored(randomBytes(500))
      await store.deleteObject(key)
      const body = randomBytes(300)
      const target = await store.createUploadTarget({ ...requestFor(body), key })
      expect((await put(target, body)).status).toBe(200)
      expect(Buffer.compare(await store.getObject(key), body)).toBe(0)
    })
  })
}

/** An announcement of these bytes under a key of their own. */
export function requestFor(body: Uint8Array): UploadRequest {
  return { key: newKey(), contentType: 'image/jpeg', sizeBytes: body.length, sha256: sha256Of(body) }
}

export function newKey(): string {
  return objectKeyOf(randomUUID(), randomUUID())
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
