import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ServerProcess, serverEnvironment, startServer } from '../support/backend.ts'
import { type Cloud, standInBucket, startCloud } from '../support/cloud.ts'
import { outOfQuota } from '../support/gemini-replies.ts'
import { answerFor, type GeminiServer, startGeminiServer } from '../support/gemini-server.ts'
import { openRemoteCli, type RemoteCli } from '../support/remote-cli.ts'

/** What `expensa doctor` says where something is wrong on the way of a receipt. */

let people: RemoteCli
let cloud: Cloud
let gemini: GeminiServer
let backend: ServerProcess
let environment: Record<string, string>
let quotaIsUsedUp = false
const model = 'gemini-3.5-flash-lite'

beforeAll(async () => {
  people = await openRemoteCli()
  gemini = await startGeminiServer({
    answer: (call) =>
      quotaIsUsedUp ? outOfQuota({ per: 'day', model: call.model, limit: 500 }) : answerFor(call.sha256),
  })
  cloud = await startCloud(standInBucket)
  environment = {
    ...serverEnvironment(cloud),
    EXPENSA_REGISTRATION: 'open',
    GEMINI_API_KEY: gemini.apiKey,
    EXPENSA_GEMINI_TIER: 'free',
    EXPENSA_GEMINI_BASE_URL: gemini.url,
  }
  backend = await startServer('backend', environment)
  await people.register('ann', backend.url)
})

afterAll(async () => {
  await backend.stop()
  await gemini.close()
  await cloud.close()
  await people.close()
})

/** The last check, where the doctor stopped or ended. */
async function diagnosis(person: string, env: Record<string, string> = {}) {
  const { code, stdout } = await people.expensa(person, ['doctor', '--json'], { env })
  const { checks } = JSON.parse(stdout)
  return { code, ...checks.at(-1) }
}

/** Something that answers each path with this status and body. */
async function answering(answers: Record<string, [status: number, body: unknown]>): Promise<Server> {
  const server = createServer((request, response) => {
    const [status, body] = answers[request.url ?? ''] ?? [404, {}]
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

const later = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()

it.each([
  ['something else', { '/healthz': [200, { hello: 'world' }] }, /no Expensa backend/, /address/],
  ['another time', { '/healthz': [200, { time: later(20) }] }, /differ by 20 minutes/, /clock/],
  [
    'no database',
    { '/healthz': [200, { time: later(0) }], '/readyz': [503, {}] },
    /database does not answer/,
    /migrate/,
  ],
] as [string, Record<string, [number, unknown]>, RegExp, RegExp][])(
  'finds %s behind the address',
  async (_, answers, detail, hint) => {
    const server = await answering(answers)
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
  },
)

it('finds nobody at the address, and nobody signed in', async () => {
  const nobody = await diagnosis('nobody', { EXPENSA_URL: 'http://127.0.0.1:1' })
  expect(nobody).toMatchObject({ code: 7, name: 'backend', passed: false })
  const stranger = await diagnosis('nobody', { EXPENSA_URL: backend.url })
  expect(stranger).toMatchObject({ code: 4, name: 'credentials', hint: expect.stringContaining('login') })
})

it('finds a token that may only read', async () => {
  const made = await people.expensa('ann', ['token', 'create', '--name', 'r', '--scope', 'read'])
  const env = { EXPENSA_URL: backend.url, EXPENSA_TOKEN: made.stdout.trim() }
  const found = await diagnosis('nobody', env)
  expect(found).toMatchObject({ code: 1, name: 'credentials', hint: expect.stringContaining('write') })
})

it('finds a bucket that cannot be reached from here', async () => {
  const elsewhere = await startServer('backend', {
    ...environment,
    EXPENSA_S3_PUBLIC_ENDPOINT: 'http://127.0.0.1:1',
  })
  await people.expensa(
    'ben',
    ['login', '--url', elsewhere.url, '--email', 'ann@example.com', '--password-stdin'],
    {
      input: 'a long password\n',
    },
  )
  const found = await diagnosis('ben')
  await elsewhere.stop()
  expect(found).toMatchObject({ code: 7, name: 'upload and its reader', passed: false })
}, 120_000)

it('finds nobody who reads', async () => {
  const found = await diagnosis('ann')
  expect(found).toMatchObject({
    code: 6,
    name: 'upload and its reader',
    hint: expect.stringContaining('expensa worker'),
  })
}, 120_000)

it("finds a reader's wrong key by what waits because of it, and a used-up quota", async () => {
  const folder = await people.folderOf('waiting', 1)
  const wrong = await startServer('worker', { ...environment, GEMINI_API_KEY: 'AQ.wrong' })
  expect((await people.expensa('ann', ['upload', folder])).code).toBe(7)
  await wrong.stop()
  const worker = await startServer('worker', { ...environment, GEMINI_API_KEY: 'AQ.wrong' })
  const found = await diagnosis('ann')
  await worker.stop()
  expect(found).toMatchObject({
    name: 'what waits',
    passed: false,
    detail: expect.stringContaining('1 receipt waits'),
    hint: expect.stringContaining('GEMINI_API_KEY'),
  })

  quotaIsUsedUp = true
  const fine = await startServer('worker', environment)
  const parked = await people.expensa('ann', ['upload', folder, '--json'])
  expect(parked.code).toBe(7)
  const waits = await diagnosis('ann')
  const status = await people.expensa('ann', ['status'])
  await fine.stop()
  expect(waits).toMatchObject({ code: 0, passed: true, detail: expect.stringContaining('used up') })
  expect(status.stdout).toMatch(/waits until \d\d:\d\d/)
}, 120_000)

it('tells whoever runs the backend about key, privacy and quota', async () => {
  const worker = await startServer('worker', environment)
  const { stdout } = await people.expensa('ann', ['doctor', '--json'], { env: environment })
  await worker.stop()
  const check = JSON.parse(stdout).checks.find(({ name }: { name: string }) => name === 'Gemini')
  expect(check.detail).toContain(`the key may use ${model}`)
  expect(check.detail).toContain('Google may use and read what is sent')
  expect(check.detail).toMatch(/\d+ of 500 calls are left today; Google wants no calls before/)
}, 60_000)
