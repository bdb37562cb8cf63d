import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import sharp from 'sharp'
import { migrations } from '../../migrations/index.ts'
import { openPostgres } from '../../src/adapters/postgres-database.ts'
import { createPostgresExpenseStore } from '../../src/adapters/postgres-expense-store.ts'
import { migrateToLatest } from '../../src/adapters/postgres-migrator.ts'
import { createS3ObjectStore } from '../../src/adapters/s3-object-store.ts'
import { objectKeyOf } from '../../src/core/receipt.ts'
import { requestUploads } from '../../src/core/request-upload.ts'
import { putObject } from '../../src/http/upload-object.ts'
import { createTestDatabase } from './postgres.ts'
import { createRealBucket } from './real-s3.ts'
import type { S3Event } from './s3-events.ts'
import { type S3Server, startS3Server } from './s3-server.ts'
import { type BucketAddress, subscribeBucket } from './subscribe-bucket.ts'

export type Cloud<Bucket extends TestBucket = S3Server> = Awaited<ReturnType<typeof startCloud<Bucket>>>

export type TestBucket = BucketAddress & { close(): Promise<void> }

/** The stand-in's bucket, telling its events to `hear`. */
export async function standInBucket(hear: (event: S3Event) => void): Promise<S3Server> {
  return startS3Server({ notify: hear })
}

/** A bucket on the real server (see real-s3.ts), telling its events to `hear` through a webhook. */
export async function realBucket(hear: (event: S3Event) => void): Promise<TestBucket> {
  const webhook = createServer(async (request, response) => {
    hear(JSON.parse(Buffer.concat(await request.toArray()).toString()))
    response.end()
  })
  await new Promise<void>((resolve) => webhook.listen(0, '127.0.0.1', resolve))
  const address = await createRealBucket()
  await subscribeBucket(address, `http://127.0.0.1:${(webhook.address() as AddressInfo).port}/events`)
  return {
    ...address,
    async close() {
      webhook.closeAllConnections()
      await new Promise((resolve) => webhook.close(resolve))
    },
  }
}

/** A bucket whose events are collected, and a migrated database: all that surrounds the Lambda but Gemini. */
export async function startCloud<Bucket extends TestBucket>(
  openBucket: (hear: (event: S3Event) => void) => Promise<Bucket>,
) {
  const events: S3Event[] = []
  const connection = await createTestDatabase()
  const db = openPostgres({ ...connection, max: 4 })
  await migrateToLatest(db, migrations)
  const store = createPostgresExpenseStore(db)
  const s3 = await openBucket((event) => void events.push(event))
  const objects = createS3ObjectStore({ ...s3, forcePathStyle: true })

  /** Uploads these bytes as this user's; returns the receipt and the event that S3 sends. */
  async function upload(bytes: Uint8Array<ArrayBuffer>, userId: string = randomUUID()) {
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const file = { sha256, sizeBytes: bytes.length, contentType: 'image/jpeg' as const }
    const [decision] = await requestUploads(
      [{ ...file, originalFilename: `${sha256.slice(0, 8)}.jpg`, category: null }],
      null,
      { userId, expenses: store.forUser(userId), objects },
    )
    if (decision?.outcome !== 'upload') throw new Error(`Not to be uploaded: ${decision?.outcome}`)
    await putObject(decision.target, bytes)
    const key = objectKeyOf(userId, decision.receiptId)
    const event = await until(() => events.find((each) => JSON.stringify(each).includes(key)))
    return { userId, receiptId: decision.receiptId, event }
  }

  async function receiptOf({ userId, receiptId }: { userId: string; receiptId: string }) {
    const [entry] = await store.forUser(userId).listReceipts({ ids: [receiptId], limit: 1 })
    if (!entry) throw new Error('No such receipt')
    return entry
  }

  return {
    connection,
    db,
    store,
    s3,
    objects,
    events,
    upload,
    receiptOf,
    async close() {
      await s3.close()
      await db.destroy()
    },
  }
}

async function until<T>(found: () => T | undefined): Promise<T> {
  for (;;) {
    const value = found()
    if (value !== undefined) return value
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** A picture that no other call returns: lines of something like print, small enough to be made hundreds of times. */
export async function uniquePicture(): Promise<Uint8Array<ArrayBuffer>> {
  const [width, height] = [48, 64]
  const strokes = randomBytes(width * height)
  const isInk = (x: number, y: number) => y % 8 > 2 && x % 3 > 0 && (strokes[(y >> 3) * width + x] ?? 0) < 90
  const points = Uint8Array.from(strokes, (_, i) => (isInk(i % width, Math.floor(i / width)) ? 30 : 240))
  const picture = sharp(points, { raw: { width, height, channels: 1 } })
  return new Uint8Array(await picture.jpeg().toBuffer())
}
