import { randomUUID } from 'node:crypto'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createGeminiExtractor } from '../../src/adapters/gemini-extractor.ts'
import { createPostgresQuotaLimiter } from '../../src/adapters/postgres-quota-limiter.ts'
import { createImagePreparation } from '../../src/adapters/sharp-prepare-image.ts'
import { ExpensaError } from '../../src/core/errors.ts'
import { objectKeyOf } from '../../src/core/receipt.ts'
import { type EventDependencies, handleEvent } from '../../src/lambda/handle-event.ts'
import { decodeHeic } from '../../src/ocr/decode-heic.ts'
import { type Cloud, standInBucket, startCloud, uniquePicture } from '../support/cloud.ts'
import { finished, refused } from '../support/gemini-replies.ts'
import { answerFor, type GeminiCall, type GeminiServer, startGeminiServer } from '../support/gemini-server.ts'
import { awsEvent, cephEvent, sqsEvent } from '../support/s3-events.ts'

const model = 'gemini-3.5-flash-lite'

let cloud: Cloud
let gemini: GeminiServer
let answer: (call: GeminiCall) => ReturnType<typeof answerFor>
let logged: Record<string, unknown>[]

beforeAll(async () => {
  cloud = await startCloud(standInBucket)
  gemini = await startGeminiServer({ answer: (call) => answer(call) })
})

beforeEach(async () => {
  answer = (call) => answerFor(call.sha256)
  logged = []
  gemini.paidCalls.length = 0
  await cloud.db.deleteFrom('receipts').execute()
})

afterAll(async () => {
  await gemini.close()
  await cloud.close()
})

function dependencies({ perDay = 100_000 } = {}): EventDependencies {
  const { db, store, objects, s3 } = cloud
  const extractor = createGeminiExtractor({
    apiKey: gemini.apiKey,
    baseUrl: gemini.url,
    model,
    fallbackModel: null,
    backoffMs: 1,
    limiter: createPostgresQuotaLimiter(db, { perMinute: 100_000, perDay }),
    prepareImage: createImagePreparation(decodeHeic),
  })
  return {
    store,
    objects,
    bucket: s3.bucket,
    extractor,
    extractorOf: async () => extractor,
    context: { today: '2026-11-23' },
    signal: new AbortController().signal,
    log: (entry) => logged.push(entry),
  }
}

/** The same extractor on a day whose only call is used up. */
async function withoutQuota() {
  await createPostgresQuotaLimiter(cloud.db, { perMinute: 100_000, perDay: 100_000 }).reserve(model, 0)
  return dependencies({ perDay: 1 }).extractor
}

const handle = (event: unknown, changes: Partial<EventDependencies> = {}) =>
  handleEvent(event, { ...dependencies(), ...changes })
const upload = async (userId?: string) => cloud.upload(await uniquePicture(), userId)
const uploads = (count: number) =>
  Promise.all(Array.from({ length: count }, async () => upload(randomUUID())))
const schedule = { version: '0', id: randomUUID(), 'detail-type': 'Scheduled Event', source: 'aws.scheduler' }

/** As if the time that the receipt has to wait for had come. */
const letTimePass = () => cloud.db.updateTable('receipts').set({ not_before: null }).execute()

async function expectOneExpenseEach(receipts: { userId: string; receiptId: string }[]) {
  for (const receipt of receipts) {
    const { expense, receipt: row } = await cloud.receiptOf(receipt)
    expect(row.status).toBe('extracted')
    expect(expense?.merchant).toMatch(/^Shop /)
  }
  const { count } = await cloud.db
    .selectFrom('extractions')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  expect(count).toBe(receipts.length)
}

describe('the arrival of a receipt', () => {
  it('becomes an expense', async () => {
    const receipt = await upload()
    expect(await handle(receipt.event)).toEqual({ batchItemFailures: [] })
    await expectOneExpenseEach([receipt])
    expect(gemini.paidCalls.length).toBe(1)
    expect(logged).toMatchObject([{ receiptId: receipt.receiptId, outcome: 'done' }])
  })

  it('becomes an expense, too, when a queue or another server tells of it', async () => {
    const [first, second] = [await upload(), await upload()]
    const key = objectKeyOf(second.userId, second.receiptId)
    const ceph = cephEvent({ bucket: cloud.s3.bucket, key, sizeBytes: 1, eTag: 'x' })
    expect(await handle(sqsEvent([first.event, ceph]))).toEqual({ batchItemFailures: [] })
    await expectOneExpenseEach([first, second])
  })

  it('becomes one expense, however often and in whatever order it is told, at once or later', async () => {
    const receipts = await uploads(12)
    const events = receipts.map((receipt) => receipt.event)
    const backwards = events.toReversed()
    await Promise.all([
      handle(sqsEvent([...events, ...events])),
      handle(sqsEvent(backwards)),
      ...backwards.map((event) => handle(event)),
    ])
    await handle(sqsEvent(events))
    await expectOneExpenseEach(receipts)
    expect(gemini.paidCalls.length).toBe(12)
  })

  it('is nothing to anybody else: the same receipt under another user does not exist', async () => {
    const { receiptId } = await upload()
    const key = objectKeyOf(randomUUID(), receiptId)
    await handle(awsEvent({ bucket: cloud.s3.bucket, key, sizeBytes: 1, eTag: 'x' }))
    expect(gemini.paidCalls).toEqual([])
    expect(logged).toMatchObject([{ outcome: 'skipped' }])
  })
})

describe('what goes wrong', () => {
  it('comes back when it may pass, and only the message that it concerns', async () => {
    const [fine, troubled] = [await upload(), await upload()]
    const failures = new Set<string>()
    answer = (call) => {
      if (failures.size === 0) failures.add(call.sha256)
      return failures.has(call.sha256) ? refused(503, 'UNAVAILABLE', 'Overloaded.') : answerFor(call.sha256)
    }
    await handle(troubled.event).catch(() => {})
    await letTimePass()
    const batch = sqsEvent([fine.event, troubled.event])
    expect(await handle(batch)).toEqual({
      batchItemFailures: [{ itemIdentifier: batch.Records[1]?.messageId }],
    })
    expect((await cloud.receiptOf(fine)).receipt.status).toBe('extracted')
    expect((await cloud.receiptOf(troubled)).receipt).toMatchObject({
      status: 'uploaded',
      attempts: 2,
      failureCode: 'extractor_unavailable',
    })

    failures.clear()
    answer = (call) => answerFor(call.sha256)
    await letTimePass()
    expect(await handle(sqsEvent([troubled.event]))).toEqual({ batchItemFailures: [] })
    await expectOneExpenseEach([fine, troubled])
  })

  it('is thrown where no queue could bring it back', async () => {
    const { event } = await upload()
    answer = () => refused(503, 'UNAVAILABLE', 'Overloaded.')
    await expect(handle(event)).rejects.toMatchObject({ code: 'extractor_unavailable' })
  })

  it('is recorded when it stays so, and not tried again', async () => {
    const receipt = await upload()
    answer = () => finished('SAFETY', '')
    expect(await handle(sqsEvent([receipt.event]))).toEqual({ batchItemFailures: [] })
    expect((await cloud.receiptOf(receipt)).receipt).toMatchObject({
      status: 'failed',
      failureCode: 'extraction_refused',
    })
    await handle(sqsEvent([receipt.event]))
    expect(gemini.paidCalls.length).toBe(1)
  })

  it('is recorded in the end when it does not pass', async () => {
    const receipt = await upload()
    answer = () => refused(500, 'INTERNAL', 'Broken.')
    for (let delivery = 1; delivery <= 3; delivery++) {
      expect((await handle(sqsEvent([receipt.event]))).batchItemFailures.length).toBe(1)
      await letTimePass()
    }
    expect((await handle(sqsEvent([receipt.event]))).batchItemFailures).toEqual([])
    expect((await cloud.receiptOf(receipt)).receipt).toMatchObject({ status: 'failed', attempts: 4 })
  })

  it('is no call to Gemini when other bytes are stored than were announced', async () => {
    const receipt = await upload()
    const { bucket } = cloud.s3
    const key = objectKeyOf(receipt.userId, receipt.receiptId)
    const client = new S3Client({ ...cloud.s3, forcePathStyle: true })
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: await uniquePicture() }))
    await handle(receipt.event)
    expect((await cloud.receiptOf(receipt)).receipt).toMatchObject({
      status: 'failed',
      failureCode: 'checksum_mismatch',
    })
    expect(gemini.paidCalls).toEqual([])
  })

  it('comes back when the bucket fails', async () => {
    const receipt = await upload()
    cloud.s3.failNext('GET', { status: 503 }, { status: 503 }, { status: 503 })
    expect((await handle(sqsEvent([receipt.event]))).batchItemFailures.length).toBe(1)
    await letTimePass()
    await handle(sqsEvent([receipt.event]))
    await expectOneExpenseEach([receipt])
  })

  it('is put in front of a person when it is no event of this bucket', async () => {
    const { event } = await upload()
    const batch = sqsEvent([{ hello: 'world' }, event])
    expect(await handle(batch, { bucket: 'another-bucket' })).toEqual({
      batchItemFailures: batch.Records.map((record) => ({ itemIdentifier: record.messageId })),
    })
    expect(logged.map((entry) => entry.code)).toEqual(['invalid_request', 'invalid_config'])
    await expect(handle({ hello: 'world' })).rejects.toMatchObject({ code: 'invalid_request' })
  })

  it('uses up no attempt when the time of the invocation is over', async () => {
    const receipt = await upload()
    const over = new AbortController()
    answer = (call) => {
      over.abort()
      return { ...answerFor(call.sha256), delayMs: 60_000 }
    }
    const answered = await handle(sqsEvent([receipt.event]), { signal: over.signal })
    expect(answered.batchItemFailures.length).toBe(1)
    expect((await cloud.receiptOf(receipt)).receipt).toMatchObject({ status: 'uploaded', attempts: 0 })
    answer = (call) => answerFor(call.sha256)
    await handle(sqsEvent([receipt.event]))
    await expectOneExpenseEach([receipt])
  })
})

describe('the sweep by the clock', () => {
  it('reads what waited for the quota, which no queue could wait for', async () => {
    const receipt = await upload()
    const extractor = await withoutQuota()
    expect(await handle(sqsEvent([receipt.event]), { extractor })).toEqual({ batchItemFailures: [] })
    const parked = await cloud.receiptOf(receipt)
    expect(parked.receipt).toMatchObject({ status: 'uploaded', attempts: 0, failureCode: 'quota_exhausted' })
    expect(parked.receipt.notBefore?.getTime()).toBeGreaterThan(Date.now())

    await handle(schedule)
    expect(gemini.paidCalls).toEqual([])
    await letTimePass()
    await handle(schedule)
    await expectOneExpenseEach([receipt])
  })

  it('reads receipts whose event was lost, and leaves uploads alone that have not come', async () => {
    const [lost, young] = [await upload(), await upload()]
    const notCome = { userId: randomUUID(), receiptId: randomUUID() }
    await cloud.store.forUser(notCome.userId).createReceipt(
      {
        id: notCome.receiptId,
        batchId: null,
        sha256: 'ab'.repeat(32),
        originalFilename: 'late.jpg',
        contentType: 'image/jpeg',
        sizeBytes: 10,
        category: null,
      },
      objectKeyOf(notCome.userId, notCome.receiptId),
    )
    await cloud.db
      .updateTable('receipts')
      .set({ created_at: new Date(Date.now() - 60 * 60_000) })
      .where('id', 'in', [lost.receiptId, notCome.receiptId])
      .execute()

    await handle(schedule)
    await expectOneExpenseEach([lost])
    expect((await cloud.receiptOf(young)).receipt.status).toBe('pending')
    expect((await cloud.receiptOf(notCome)).receipt.status).toBe('pending')
  })

  it('answers requests for another extraction, each once, and parks what a minute of quota delays', async () => {
    const receipt = await upload()
    await handle(sqsEvent([receipt.event]))
    const expenses = cloud.store.forUser(receipt.userId)
    const id = await expenses.requestExtraction(receipt.receiptId, randomUUID(), null)
    expect(await expenses.requestExtraction(receipt.receiptId, randomUUID(), null)).toBe(id)
    const find = () => expenses.findExtraction(receipt.receiptId, id, '2026-11-23')

    const retryAt = new Date(Date.now() + 400)
    const busy = {
      extract: () => Promise.reject(new ExpensaError('quota_exhausted', 'Used up.', { retryAt })),
      close: async () => {},
    }
    await handle(schedule, { extractorOf: async () => busy })
    expect(await find()).toBeNull()
    await handle(schedule)
    expect(gemini.paidCalls).toHaveLength(1)

    await new Promise((resolve) => setTimeout(resolve, 500))
    await Promise.all([handle(schedule), handle(schedule)])
    expect(await find()).toMatchObject({ extractor: 'gemini', changes: [] })
    expect(gemini.paidCalls).toHaveLength(2)
    expect(await expenses.requestExtraction(receipt.receiptId, randomUUID(), null)).not.toBe(id)
  })

  it('records what a request failed with, for whoever asked', async () => {
    const receipt = await upload()
    await handle(sqsEvent([receipt.event]))
    const expenses = cloud.store.forUser(receipt.userId)
    const id = await expenses.requestExtraction(receipt.receiptId, randomUUID(), 'gemini-9-ultra')
    const refuse = () =>
      Promise.reject(new ExpensaError('invalid_request', 'Not here.', { hint: 'Elsewhere.' }))
    await handle(schedule, { extractorOf: refuse })
    const found = expenses.findExtraction(receipt.receiptId, id, '2026-11-23')
    await expect(found).rejects.toMatchObject({ code: 'invalid_request', hint: 'Elsewhere.' })
    expect(gemini.paidCalls).toHaveLength(1)
  })

  it('takes over from a reader that died', async () => {
    const receipt = await upload()
    await cloud.store.forUser(receipt.userId).claimReceipt(receipt.receiptId, randomUUID(), 60_000)
    await handle(schedule)
    expect(gemini.paidCalls).toEqual([])
    await cloud.db
      .updateTable('receipts')
      .set({ lease_expires_at: new Date(0) })
      .execute()
    await handle(schedule)
    await expectOneExpenseEach([receipt])
  })

  it('stops at what all others would meet, too', async () => {
    const receipts = await uploads(3)
    await cloud.db.updateTable('receipts').set({ status: 'uploaded' }).execute()
    await handle(schedule, { extractor: await withoutQuota() })
    expect(logged).toMatchObject([{ outcome: 'parked', code: 'quota_exhausted' }])
    await letTimePass()
    await handle(schedule)
    await expectOneExpenseEach(receipts)
  })
})
