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
/** Gemini then reads something else from the same pictures. */
let changesItsMind = false

beforeAll(async () => {
  people = await openRemoteCli()
  gemini = await startGeminiServer({
    answer: (call) => {
      if (refuses) return blocked('SAFETY')
      const picture = changesItsMind ? [...call.sha256].reverse().join('') : call.sha256
      return { ...answerFor(picture, call.model), delayMs: 200 }
    },
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

it('reads again with --diff without changing anything, then changes it, each time for one call a receipt', async () => {
  const worker = await startServer('worker', environment)
  changesItsMind = true
  try {
    const before = await people.expensa('ann', ['list', '--json'])
    const paid = gemini.paidCalls.length
    const diff = await people.expensa('ann', ['reextract', '--all', '--diff', '--json'])
    expect(diff).toMatchObject({ code: 0, stderr: expect.stringContaining('Nothing was changed') })
    const { expenses } = JSON.parse(diff.stdout)
    expect(expenses).toHaveLength(3)
    for (const { changes, applied } of expenses) {
      expect(changes.map(({ field }: { field: string }) => field)).toContain('merchant')
      expect(applied).toBe(false)
    }
    expect(gemini.paidCalls).toHaveLength(paid + 3)
    expect((await people.expensa('ann', ['list', '--json'])).stdout).toBe(before.stdout)

    const ids = expenses.map(({ id }: { id: string }) => id)
    const changed = await people.expensa('ann', ['reextract', ...ids, '--yes', '--json'])
    expect(changed.code).toBe(0)
    expect(JSON.parse(changed.stdout).expenses).toMatchObject([{ applied: true }, { applied: true }, {}])
    expect((await people.expensa('ann', ['list', '--json'])).stdout).not.toBe(before.stdout)

    // Two who ask for the same at once ask once.
    const made = await people.expensa('ann', ['token', 'create', '--name', 'two', '--scope', 'write'])
    const url = `${backend.url}/v1/expenses/${ids[0]}/extractions`
    const headers = { authorization: `Bearer ${made.stdout.trim()}`, 'content-type': 'application/json' }
    const ask = async () => {
      const answer = await fetch(url, { method: 'POST', headers, body: '{"model":"gemini-3.1-flash-lite"}' })
      return { status: answer.status, ...((await answer.json()) as { state: string; extractionId: string }) }
    }
    const [one, other] = await Promise.all([ask(), ask()])
    expect(one).toMatchObject({ status: 202, state: 'waiting' })
    expect(other).toEqual(one)
    const find = async () => (await fetch(`${url}/${one.extractionId}`, { headers })).json()
    await expect
      .poll(find, { timeout: 20_000 })
      .toMatchObject({ state: 'done', model: 'gemini-3.1-flash-lite', changes: [] })
    expect(gemini.paidCalls).toHaveLength(paid + 7)
  } finally {
    await worker.stop()
    changesItsMind = false
  }
}, 60_000)

it('reads with no model but those that whoever runs the backend has chosen', async () => {
  const worker = await startServer('worker', environment)
  const { calls } = gemini
  const asked = calls.length
  const { code, stderr } = await people.expensa('ann', ['reextract', '--all', '--model', 'gemini-9-ultra'])
  await worker.stop()
  expect(code).toBe(2)
  expect(stderr).toContain('local, gemini, gemini-3.5-flash-lite, gemini-3.1-flash-lite')
  expect(calls).toHaveLength(asked)
}, 60_000)

it('counts reading again towards what a user may bring in per day', async () => {
  const limited = await startServer('backend', { ...environment, EXPENSA_UPLOADS_PER_DAY: '2' })
  const worker = await startServer('worker', environment)
  await people.register('ben', limited.url)
  const folder = await people.folderOf('two', 1)
  expect((await people.expensa('ben', ['upload', folder])).code).toBe(0)
  const first = await people.expensa('ben', ['reextract', '--all', '--diff'])
  const second = await people.expensa('ben', ['reextract', '--all', '--diff'])
  await worker.stop()
  await limited.stop()
  expect(first.code).toBe(0)
  expect(second).toMatchObject({ code: 7, stderr: expect.stringContaining('2 new receipts a day') })
}, 60_000)

it('sends again what the bucket refused for now, and has a URL renewed that is no longer accepted', async () => {
  const worker = await startServer('worker', environment)
  const folder = await people.folderOf('bad-weather', 4)
  const puts = () => cloud.s3.requests.filter(({ method }) => method === 'PUT').length
  const before = puts()
  const expired = { status: 403, code: 'AccessDenied' } as const
  cloud.s3.failNext(
    'PUT',
    { status: 503, code: 'SlowDown' },
    expired,
    'reset',
    { status: 429 },
    { status: 500 },
  )
  const { code, stdout } = await people.expensa('ann', ['upload', folder, '--json'])
  await worker.stop()
  expect(code).toBe(0)
  expect(JSON.parse(stdout).counts).toMatchObject({ failed: 0, pending: 0 })
  expect(puts()).toBe(before + 4 + 5)
}, 60_000)

it('leaves receipts waiting while the reader has a wrong key, and reads them with the right one', async () => {
  const worker = await startServer('worker', { ...environment, GEMINI_API_KEY: 'AQ.wrong' })
  const folder = await people.folderOf('wrong-key', 1)
  const upload = await people.expensa('ann', ['upload', folder, '--json'])
  expect(upload.code).toBe(7)
  const [file] = JSON.parse(upload.stdout).files
  expect(file).toMatchObject({ outcome: 'pending', failure: { code: 'extractor_misconfigured' } })
  await worker.stop()

  const mended = await startServer('worker', environment)
  const good = await people.expensa('ann', ['upload', folder, '--json'])
  await mended.stop()
  expect(JSON.parse(good.stdout).files[0].outcome).not.toBe('failed')
}, 60_000)
