import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { beforeAll, expect, it, onTestFinished } from 'vitest'
import { createPostgresQuotaLimiter } from '../../src/adapters/postgres-quota-limiter.ts'
import { type GeminiBackend, startGeminiBackend } from '../support/gemini-backend.ts'
import { outOfQuota } from '../support/gemini-replies.ts'
import { answerFor } from '../support/gemini-server.ts'

/** What `expensa doctor` says where something is wrong on the way of a receipt. */

const model = 'gemini-3.5-flash-lite'
let here: GeminiBackend
let ann: string

beforeAll(async () => {
  here = await startGeminiBackend({ tier: 'free', answer: (call) => answerFor(call.sha256) })
  ann = await here.newPerson()
})

/** The last check, where the doctor stopped or ended. */
async function diagnosis(person: string, env: Record<string, string> = {}, { people } = here) {
  const { code, stdout } = await people.expensa(person, ['doctor', '--json'], { env })
  const { checks } = JSON.parse(stdout)
  return { code, ...checks.at(-1) }
}

type Answers = Record<string, [status: number, body: unknown]>

/** Something that answers each path with this status and body. */
async function answering(answers: Answers): Promise<Server> {
  const server = createServer((request, response) => {
    const [status, body] = answers[request.url ?? ''] ?? [404, {}]
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

const later = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()

it.each<[string, () => Answers, RegExp, RegExp]>([
  ['something else', () => ({ '/healthz': [200, { hello: 'world' }] }), /no Expensa backend/, /address/],
  ['another time', () => ({ '/healthz': [200, { time: later(20) }] }), /differ by 20 minutes/, /clock/],
  [
    'no database',
    () => ({ '/healthz': [200, { time: later(0) }], '/readyz': [503, {}] }),
    /database does not answer/,
    /migrate/,
  ],
])('finds %s behind the address', async (_, answers, detail, hint) => {
  const server = await answering(answers())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const found = await diagnosis('nobody', { EXPENSA_URL: url })
  server.close()
  expect(found).toMatchObject({
    name: 'backend',
    passed: false,
    detail: expect.stringMatching(detail),
    hint: expect.stringMatching(hint),
  })
  expect(found.code).not.toBe(0)
})

it('finds nobody at the address, and nobody signed in', async () => {
  const nobody = await diagnosis('nobody', { EXPENSA_URL: 'http://127.0.0.1:1' })
  expect(nobody).toMatchObject({ code: 7, name: 'backend', passed: false })
  const stranger = await diagnosis('nobody', { EXPENSA_URL: here.backend.url })
  expect(stranger).toMatchObject({ code: 4, name: 'credentials', hint: expect.stringContaining('login') })
})

it('finds a token that may only read', async () => {
  const made = await here.people.expensa(ann, ['token', 'create', '--name', 'r', '--scope', 'read'])
  const env = { EXPENSA_URL: here.backend.url, EXPENSA_TOKEN: made.stdout.trim() }
  const found = await diagnosis('nobody', env)
  expect(found).toMatchObject({ code: 1, name: 'credentials', hint: expect.stringContaining('write') })
})

it('finds a bucket that cannot be reached from here', async () => {
  const elsewhere = await here.start('backend', { EXPENSA_S3_PUBLIC_ENDPOINT: 'http://127.0.0.1:1' })
  const found = await diagnosis(await here.newPerson(elsewhere.url))
  expect(found).toMatchObject({ code: 7, name: 'upload and its reader', passed: false })
})

it('finds nobody who reads', async () => {
  const found = await diagnosis(ann)
  expect(found).toMatchObject({
    code: 6,
    name: 'upload and its reader',
    hint: expect.stringContaining('expensa worker'),
  })
})

it("finds a reader's wrong key by what waits because of it, and a used-up quota", async () => {
  let quotaIsUsedUp = false
  const own = await startGeminiBackend({
    tier: 'free',
    answer: (call) =>
      quotaIsUsedUp ? outOfQuota({ per: 'day', model: call.model, limit: 500 }) : answerFor(call.sha256),
    after: onTestFinished,
  })
  const ben = await own.newPerson()
  const folder = await own.people.folderOf('waiting', 1)
  const wrong = await own.start('worker', { GEMINI_API_KEY: 'AQ.wrong' })
  expect((await own.people.expensa(ben, ['upload', folder])).code).toBe(7)
  await wrong.stop()
  const worker = await own.start('worker', { GEMINI_API_KEY: 'AQ.wrong' })
  const found = await diagnosis(ben, {}, own)
  await worker.stop()
  expect(found).toMatchObject({
    name: 'what waits',
    passed: false,
    detail: expect.stringContaining('1 receipt waits'),
    hint: expect.stringContaining('GEMINI_API_KEY'),
  })

  quotaIsUsedUp = true
  await own.start('worker')
  const parked = await own.people.expensa(ben, ['upload', folder, '--json'])
  expect(parked.code).toBe(7)
  const waits = await diagnosis(ben, {}, own)
  expect(waits).toMatchObject({ code: 0, passed: true, detail: expect.stringContaining('used up') })
  const status = await own.people.expensa(ben, ['status'])
  expect(status.stdout).toMatch(/waits until (?:\d{4}-\d\d-\d\d )?\d\d:\d\d/)
  // Each upload and each diagnosis waits its time for a reader.
}, 240_000)

it('tells whoever runs the backend about key, privacy and quota', async () => {
  const limiter = createPostgresQuotaLimiter(here.cloud.db, { perMinute: 15, perDay: 500 })
  await limiter.refused(model, new Date(later(60)), 'day')
  await here.start('worker')
  const { stdout } = await here.people.expensa(ann, ['doctor', '--json'], { env: here.environment })
  const check = JSON.parse(stdout).checks.find(({ name }: { name: string }) => name === 'Gemini')
  expect(check.detail).toContain(`the key may use ${model}`)
  expect(check.detail).toContain('Google may use and read what is sent')
  expect(check.detail).toMatch(/\d+ of 500 calls are left today; Google wants no calls before/)
})
