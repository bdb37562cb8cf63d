import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type ServerProcess, serverEnvironment, startServer } from '../support/backend.ts'
import { type Cloud, startCloud, type TestBucket, uniquePicture } from '../support/cloud.ts'
import { type EventRelay, startEventRelay } from '../support/event-relay.ts'
import { answerFor, type GeminiServer, startGeminiServer } from '../support/gemini-server.ts'
import { createRealBucket, realS3Endpoint } from '../support/real-s3.ts'
import { openRemoteCli, type RemoteCli } from '../support/remote-cli.ts'
import { startS3Server } from '../support/s3-server.ts'
import { subscribeBucket } from '../support/subscribe-bucket.ts'

/**
 * The whole way of a receipt, in processes of their own that speak the real protocols: command line, backend,
 * bucket, its events, two workers, Gemini's wire format, PostgreSQL. The bucket is Ceph's where there is one
 * (see real-s3.ts), else the stand-in's.
 */

const secret = 'the-secret-of-the-events'
const receipts = 100

let people: RemoteCli
let cloud: Cloud<TestBucket>
let relay: EventRelay
let gemini: GeminiServer
let backend: ServerProcess
let workers: ServerProcess[]
let environment: Record<string, string>

beforeEach(async () => {
  people = await openRemoteCli()
  gemini = await startGeminiServer({ answer: (call) => ({ ...answerFor(call.sha256), delayMs: 150 }) })
  cloud = await startCloud(async (hear) => {
    relay = await startEventRelay({ webhookUrl: () => `${backend.url}/events/s3`, hear })
    return openBucket(relay.url.replace('//', `//bucket:${secret}@`))
  })
  environment = {
    ...serverEnvironment(cloud),
    EXPENSA_REGISTRATION: 'open',
    EXPENSA_EVENTS_SECRET: secret,
    EXPENSA_CONCURRENCY: '4',
    GEMINI_API_KEY: gemini.apiKey,
    EXPENSA_GEMINI_TIER: 'paid',
    EXPENSA_GEMINI_BASE_URL: gemini.url,
  }
  backend = await startServer('backend', environment)
  // After a restart it is where it was.
  environment.EXPENSA_PORT = new URL(backend.url).port
  workers = [await startServer('worker', environment), await startServer('worker', environment)]
})

afterEach(async () => {
  await Promise.all([backend, ...workers].map((server) => server.stop()))
  await gemini.close()
  await cloud.close()
  await relay.close()
  await people.close()
})

/** A bucket that pushes its notifications over HTTP, and signs in to the webhook as its URL says. */
async function openBucket(webhookUrl: string): Promise<TestBucket> {
  if (realS3Endpoint === undefined) return startS3Server({ notify: webhookUrl })
  const address = await createRealBucket()
  await subscribeBucket(address, webhookUrl)
  return { ...address, close: async () => {} }
}

async function eventually(what: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await what())) await sleep(50)
}

it('signs in, and says who that is', async () => {
  const { url } = backend
  const args = ['--url', url, '--email', 'Ann@example.com', '--password-stdin']
  const registered = await people.expensa('ann', ['register', ...args], { input: 'a long password\n' })
  expect(registered).toMatchObject({
    code: 0,
    stdout: '',
    stderr: expect.stringContaining('ann@example.com'),
  })
  expect((await people.expensa('ann', ['whoami'])).stdout).toBe(`ann@example.com at ${url}\n`)
  const wrong = await people.expensa('bob', ['login', ...args], { input: 'not the password\n' })
  expect(wrong).toMatchObject({ code: 4, stderr: expect.stringContaining('expensa login') })
  expect(await people.expensa('ann', ['token', 'list'])).toMatchObject({ code: 0, stdout: '' })
  const nobody = await people.expensa('nobody', ['token', 'list'])
  expect(nobody).toMatchObject({ code: 4, stderr: expect.stringContaining('expensa login') })
})

it('is found in order by the doctor, up to a reader who refuses what is no receipt, for nothing', async () => {
  await people.register('ann', backend.url)
  const { code, stdout } = await people.expensa('ann', ['doctor', '--json'])
  expect(JSON.parse(stdout).checks).toMatchObject([
    { name: 'configuration', passed: true },
    { name: 'backend', passed: true },
    { name: 'credentials', passed: true, detail: 'ann@example.com' },
    { name: 'upload and its reader', passed: true, detail: 'stored, its event arrived, and it was read' },
    { name: 'Gemini', passed: null },
    { name: 'what waits', passed: true },
  ])
  expect(code).toBe(0)
  expect(gemini.calls).toEqual([])
  const stranger = await people.expensa('bob', ['--profile', 'none', 'doctor'])
  expect(stranger).toMatchObject({ code: 4, stdout: expect.stringContaining('expensa login') })
})

it(`makes one expense of each of ${receipts} receipts and pays once for each, whatever happens on the way`, async () => {
  await people.register('ann', backend.url)
  const folder = await people.folderOf('many', receipts)
  // Of four events one is lost, one comes late, one twice, one at once: the order is anybody's guess.
  relay.plan((count) => [[], [400], [0, 300], [0]][count % 4] ?? [])
  const uploading = people.expensa('ann', ['upload', folder, '--json'])

  // One worker is killed while it reads, and another takes over; then the backend is restarted.
  await eventually(() => gemini.calls.length > 10)
  const [first] = workers
  await first?.stop('SIGKILL')
  const begunByTheDead = new Set(gemini.calls.map(({ sha256 }) => sha256))
  workers[0] = await startServer('worker', environment)
  await backend.stop()
  await sleep(300)
  backend = await startServer('backend', environment)

  const { code, stdout, stderr } = await uploading
  expect({ code, stderr }).toMatchObject({ code: 0 })
  const { counts, files } = JSON.parse(stdout)
  expect(files).toHaveLength(receipts)
  expect(counts.failed + counts.pending).toBe(0)

  const listed = JSON.parse((await people.expensa('ann', ['list', '--all', '--json'])).stdout).expenses
  expect(new Set(listed.map(({ id }: { id: string }) => id)).size).toBe(receipts)
  expect(listed).toHaveLength(receipts)
  expect(new Set(listed.map(({ merchant }: { merchant: string }) => merchant)).size).toBe(receipts)

  // Each picture was paid for once; only what died in somebody's hands had to be read again.
  const times = new Map<string, number>()
  for (const { sha256 } of gemini.paidCalls) times.set(sha256, (times.get(sha256) ?? 0) + 1)
  expect(times.size).toBe(receipts)
  for (const [sha256, count] of times) {
    if (count > 1) expect(begunByTheDead.has(sha256) && count === 2, `${sha256}: ${count}`).toBe(true)
  }
  expect(gemini.paidCalls.length - receipts).toBeLessThanOrEqual(4)

  // All of them are known again: nothing is sent or paid for.
  const { length } = gemini.paidCalls
  const again = await people.expensa('ann', ['upload', folder, '--json'])
  expect(JSON.parse(again.stdout).counts).toMatchObject({ duplicate: receipts, failed: 0 })
  expect(gemini.paidCalls).toHaveLength(length)
}, 240_000)

it('finds uploads that neither an event nor their sender told of, and forgets those that never came', async () => {
  relay.plan(() => [])
  const { receiptId, userId } = await cloud.upload(await uniquePicture())
  const announced = await cloud.store.forUser(userId).createReceipt(
    {
      id: '0190b6a0-0000-7000-8000-00000000abcd',
      batchId: null,
      sha256: 'd'.repeat(64),
      originalFilename: 'never.jpg',
      contentType: 'image/jpeg',
      sizeBytes: 10,
      category: null,
    },
    `receipts/${userId}/0190b6a0-0000-7000-8000-00000000abcd`,
  )
  const age = (id: string, hours: number) =>
    cloud.db
      .updateTable('receipts')
      .set({ created_at: new Date(Date.now() - hours * 3_600_000) })
      .where('id', '=', id)
      .execute()
  await age(receiptId, 1)
  await age(announced.id, 25)
  // A worker sweeps when it starts.
  workers.push(await startServer('worker', environment))
  await eventually(async () => (await cloud.receiptOf({ userId, receiptId })).expense !== null)
  await eventually(
    async () => (await cloud.store.forUser(userId).findReceiptsBySha256(['d'.repeat(64)])).length === 0,
  )
  expect(gemini.paidCalls).toHaveLength(1)
})

it('takes events only from who knows the secret, as a token or as a password', async () => {
  const basic = (password: string) => `Basic ${btoa(`bucket:${password}`)}`
  const sent = async (headers: Record<string, string>) => {
    const body = JSON.stringify({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: cloud.s3.bucket })
    return (await fetch(`${backend.url}/events/s3`, { method: 'POST', headers, body })).status
  }
  expect(await sent({})).toBe(401)
  for (const authorization of ['Bearer guess', basic('guess'), basic(''), secret]) {
    expect(await sent({ authorization })).toBe(401)
  }
  for (const authorization of [`Bearer ${secret}`, basic(secret)])
    expect(await sent({ authorization })).toBe(200)
})
