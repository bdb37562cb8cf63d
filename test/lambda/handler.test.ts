import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Cloud, realBucket, standInBucket, startCloud, uniquePicture } from '../support/cloud.ts'
import { answerFor, type GeminiCall, type GeminiServer, startGeminiServer } from '../support/gemini-server.ts'
import { type LambdaProcess, lambdaEnvironment, startLambda } from '../support/lambda.ts'
import { realS3Endpoint } from '../support/real-s3.ts'
import { sqsEvent } from '../support/s3-events.ts'

let cloud: Cloud
let gemini: GeminiServer
let onCall: (call: GeminiCall) => void
let delayMs: number
const running: LambdaProcess[] = []

beforeAll(async () => {
  cloud = await startCloud(standInBucket)
  gemini = await startGeminiServer({
    answer: (call) => {
      onCall(call)
      return { ...answerFor(call.sha256), delayMs }
    },
  })
})

beforeEach(() => {
  onCall = () => {}
  delayMs = 0
  gemini.paidCalls.length = 0
})

afterAll(async () => {
  await Promise.all(running.map((lambda) => lambda.close()))
  await gemini.close()
  await cloud.close()
})

async function start(changes: Record<string, string> = {}): Promise<LambdaProcess> {
  const lambda = await startLambda({ ...lambdaEnvironment(cloud, gemini), ...changes })
  running.push(lambda)
  return lambda
}

const uploads = (count: number) =>
  Promise.all(Array.from({ length: count }, async () => cloud.upload(await uniquePicture())))

async function extractionsOf(
  receipt: { userId: string; receiptId: string },
  where: Pick<Cloud, 'receiptOf' | 'db'> = cloud,
) {
  const { expense } = await where.receiptOf(receipt)
  const rows = await where.db
    .selectFrom('extractions')
    .select('id')
    .where('receipt_id', '=', receipt.receiptId)
    .execute()
  return { merchant: expense?.merchant, extractions: rows.length }
}

const once = { merchant: expect.stringMatching(/^Shop /), extractions: 1 }

describe('the built Lambda function', () => {
  it('turns an upload into an expense', async () => {
    const lambda = await start()
    const [receipt] = await uploads(1)
    if (!receipt) throw new Error('nothing uploaded')
    expect(await lambda.invoke(receipt.event)).toEqual({ value: { batchItemFailures: [] } })
    expect(await extractionsOf(receipt)).toEqual(once)
    await lambda.close()
    expect(lambda.log).toMatchObject([
      { level: 'info', requestId: 'test', receiptId: receipt.receiptId, outcome: 'done' },
    ])
  })

  it('reads each receipt once, in two processes that hear everything twice', async () => {
    const [one, other] = [await start(), await start()]
    const receipts = await uploads(20)
    const events = receipts.map((receipt) => receipt.event)
    await Promise.all([
      one.invoke(sqsEvent([...events, ...events])),
      other.invoke(sqsEvent([...events.toReversed(), ...events])),
    ])
    for (const receipt of receipts) expect(await extractionsOf(receipt)).toEqual(once)
    expect(gemini.paidCalls.length).toBe(20)
  })

  it('leaves a receipt to the next one when it is killed while reading it', async () => {
    const [receipt] = await uploads(1)
    if (!receipt) throw new Error('nothing uploaded')
    const called = new Promise<void>((resolve) => {
      onCall = () => resolve()
    })
    delayMs = 5_000
    const doomed = await start()
    const answer = doomed.invoke(receipt.event).catch((error: Error) => error.message)
    await called
    await doomed.kill()
    expect(await answer).toBe('The function ended before it answered')
    expect((await cloud.receiptOf(receipt)).receipt.status).toBe('extracting')

    // Its lease ends 20 seconds after its last sign of life; as if they had passed:
    await cloud.db
      .updateTable('receipts')
      .set({ lease_expires_at: new Date(0) })
      .execute()
    delayMs = 0
    const next = await start()
    expect(await next.invoke(sqsEvent([receipt.event]))).toEqual({ value: { batchItemFailures: [] } })
    expect(await extractionsOf(receipt)).toEqual(once)
  })

  it.each(['EXPENSA_DATABASE_URL', 'EXPENSA_S3_BUCKET', 'GEMINI_API_KEY', 'EXPENSA_GEMINI_TIER'])(
    'names what is not set: %s',
    async (variable) => {
      const lambda = await start({ [variable]: '' })
      const { error } = await lambda.invoke({})
      expect(error?.code).toBe('invalid_config')
      expect(`${error?.message} ${error?.hint}`).toContain(variable)
    },
  )

  it('connects again when the database has cut its connection', async () => {
    const lambda = await start()
    const [first, second] = await uploads(2)
    if (!first || !second) throw new Error('nothing uploaded')
    await lambda.invoke(first.event)
    await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()
    `.execute(cloud.db)
    expect(await lambda.invoke(second.event)).toEqual({ value: { batchItemFailures: [] } })
    expect(await extractionsOf(second)).toEqual(once)
  })
})

if (realS3Endpoint !== undefined) {
  it('turns uploads to a real server into expenses, by the events that it pushes', async () => {
    const real = await startCloud(realBucket)
    const lambda = await startLambda(lambdaEnvironment(real, gemini))
    try {
      const receipts = await Promise.all(
        Array.from({ length: 10 }, async () => real.upload(await uniquePicture())),
      )
      for (const event of real.events) {
        expect(await lambda.invoke(event)).toEqual({ value: { batchItemFailures: [] } })
      }
      for (const receipt of receipts) expect(await extractionsOf(receipt, real)).toEqual(once)
      expect(gemini.paidCalls.length).toBe(10)
    } finally {
      await lambda.close()
      await real.close()
    }
  })
}
