import { createHash, randomUUID } from 'node:crypto'
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
import type { S3Event } from './s3-events.ts'
import { startS3Server } from './s3-server.ts'

export type Cloud = Awaited<ReturnType<typeof startCloud>>

/** A bucket whose events are collected, and a migrated database: all that surrounds the Lambda but Gemini. */
export async function startCloud() {
  const events: S3Event[] = []
  const connection = await createTestDatabase()
  const db = openPostgres({ ...connection, max: 4 })
  await migrateToLatest(db, migrations)
  const store = createPostgresExpenseStore(db)
  const s3 = await startS3Server({ notify: (event) => void events.push(event) })
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
    const event = events.find((each) => JSON.stringify(each).includes(key))
    if (!event) throw new Error('The upload told nobody')
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

/** A picture that no other call returns, small enough to be made hundreds of times. */
export async function uniquePicture(): Promise<Uint8Array<ArrayBuffer>> {
  const noise = { type: 'gaussian' as const, mean: 200, sigma: 40 }
  const picture = sharp({ create: { width: 48, height: 64, channels: 3, background: '#ffffff', noise } })
  return new Uint8Array(await picture.jpeg().toBuffer())
}
