import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ServerProcess, serverEnvironment, startServer } from '../support/backend.ts'
import { type Cloud, standInBucket, startCloud } from '../support/cloud.ts'
import { blocked } from '../support/gemini-replies.ts'
import { answerFor, type GeminiServer, startGeminiServer } from '../support/gemini-server.ts'
import { expectDocument } from '../support/printed-json.ts'
import { openRemoteCli, type RemoteCli } from '../support/remote-cli.ts'

/** Commands against a backend where nobody reads, until a worker is started. */

let people: RemoteCli
let cloud: Cloud
let gemini: GeminiServer
let backend: ServerProcess
let environment: Record<string, string>
let refuses = false

beforeAll(async () => {
  people = await openRemoteCli()
  gemini = await startGeminiServer({
    answer: (call) => (refuses ? blocked('SAFETY') : answerFor(call.sha256)),
  })
  cloud = await startCloud(standInBucket)
  environment = {
    ...serverEnvironment(cloud),
    EXPENSA_REGISTRATION: 'open',
    GEMINI_API_KEY: gemini.apiKey,
    EXPENSA_GEMINI_TIER: 'paid',
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

it('stops waiting after --timeout, says so by its exit code, and finds the work done later', async () => {
  const folder = await people.folderOf('late', 3)
  const upload = await people.expensa('ann', ['upload', folder, '--timeout', '1', '--json'])
  expect(upload).toMatchObject({ code: 6, stderr: expect.stringContaining('expensa status') })
  expect(JSON.parse(upload.stdout).counts).toMatchObject({ pending: 3, failed: 0 })

  refuses = true
  const worker = await startServer('worker', environment)
  const again = await people.expensa('ann', ['upload', folder, '--timeout', '60', '--json'])
  expect(JSON.parse(again.stdout).counts).toMatchObject({ failed: 3 })
  await worker.stop()

  const retry = await people.expensa('ann', ['retry', '--failed', '--timeout', '1', '--json'])
  expect(retry).toMatchObject({ code: 6, stderr: expect.stringContaining('3 receipts') })
  expect(JSON.parse(retry.stdout).receipts).toHaveLength(3)

  refuses = false
  const other = await startServer('worker', environment)
  const done = await people.expensa('ann', ['upload', folder, '--timeout', '60', '--json'])
  await other.stop()
  expect(done.code).toBe(0)
  expect(JSON.parse(done.stdout).counts).toMatchObject({ pending: 0, failed: 0 })
}, 60_000)

it('prints tokens and sessions as the schema says', async () => {
  const published = JSON.parse((await people.expensa('ann', ['schema'])).stdout)
  await people.expensa('ann', ['token', 'create', '--name', 'cron'])
  for (const kind of ['token', 'session']) {
    const { stdout } = await people.expensa('ann', [kind, 'list', '--json'])
    expect(expectDocument(stdout, published)).toBe(`${kind}s`)
  }
  expect(expectDocument((await people.expensa('ann', ['whoami', '--json'])).stdout, published)).toBe('whoami')
})

it('cannot both wait for so long and not wait', async () => {
  const { code, stderr } = await people.expensa('ann', ['upload', '.', '--no-wait', '--timeout', '1'])
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('--timeout') })
})
