import { beforeAll, beforeEach, expect, it } from 'vitest'
import { type GeminiBackend, startGeminiBackend } from '../support/gemini-backend.ts'
import { blocked } from '../support/gemini-replies.ts'
import { answerFor } from '../support/gemini-server.ts'
import { expectDocument } from '../support/printed-json.ts'

/** Commands against a backend where nobody reads, until a worker is started. */

let here: GeminiBackend
let ann: string
let refuses = false
/** Gemini then reads something else from the same pictures. */
let changesItsMind = false

beforeAll(async () => {
  here = await startGeminiBackend({
    tier: 'paid',
    answer: (call) => {
      if (refuses) return blocked('SAFETY')
      const picture = changesItsMind ? [...call.sha256].reverse().join('') : call.sha256
      return { ...answerFor(picture, call.model), delayMs: 200 }
    },
  })
})

beforeEach(async () => {
  refuses = false
  changesItsMind = false
  ann = await here.newPerson()
})

/** What a command of this person did. */
const expensa = (args: string[], person = ann) => here.people.expensa(person, args)

/** Has so many receipts read. */
async function bring(count: number): Promise<void> {
  const worker = await here.start('worker')
  const { code, stderr } = await expensa(['upload', await here.people.folderOf('brought', count)])
  expect(code, stderr).toBe(0)
  await worker.stop()
}

it('stops waiting after --timeout, says so by its exit code, and finds the work done later', async () => {
  const folder = await here.people.folderOf('late', 3)
  const upload = await expensa(['upload', folder, '--timeout', '1', '--json'])
  expect(upload).toMatchObject({ code: 6, stderr: expect.stringContaining('expensa status') })
  expect(JSON.parse(upload.stdout).counts).toMatchObject({ pending: 3, failed: 0 })

  refuses = true
  const worker = await here.start('worker')
  const again = await expensa(['upload', folder, '--timeout', '60', '--json'])
  expect(JSON.parse(again.stdout).counts).toMatchObject({ failed: 3 })
  await worker.stop()

  const retry = await expensa(['retry', '--failed', '--timeout', '1', '--json'])
  expect(retry).toMatchObject({ code: 6, stderr: expect.stringContaining('3 receipts') })
  expect(JSON.parse(retry.stdout).receipts).toHaveLength(3)

  refuses = false
  await here.start('worker')
  const done = await expensa(['upload', folder, '--timeout', '60', '--json'])
  expect(done.code).toBe(0)
  expect(JSON.parse(done.stdout).counts).toMatchObject({ pending: 0, failed: 0 })
})

it('prints tokens and sessions as the schema says', async () => {
  const published = JSON.parse((await expensa(['schema'])).stdout)
  await expensa(['token', 'create', '--name', 'cron'])
  for (const kind of ['token', 'session']) {
    const { stdout } = await expensa([kind, 'list', '--json'])
    expect(expectDocument(stdout, published)).toBe(`${kind}s`)
  }
  expect(expectDocument((await expensa(['whoami', '--json'])).stdout, published)).toBe('whoami')
})

it('cannot both wait for so long and not wait', async () => {
  const { code, stderr } = await expensa(['upload', '.', '--no-wait', '--timeout', '1'])
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('--timeout') })
})

it('reads again with --diff without changing anything, then changes it, each time for one call a receipt', async () => {
  await bring(3)
  await here.start('worker')
  changesItsMind = true
  const before = await expensa(['list', '--json'])
  const paid = here.gemini.paidCalls.length
  const diff = await expensa(['reextract', '--all', '--diff', '--json'])
  expect(diff).toMatchObject({ code: 0, stderr: expect.stringContaining('Nothing was changed') })
  const { expenses } = JSON.parse(diff.stdout)
  expect(expenses).toHaveLength(3)
  for (const { changes, applied } of expenses) {
    expect(changes.map(({ field }: { field: string }) => field)).toContain('merchant')
    expect(applied).toBe(false)
  }
  expect(here.gemini.paidCalls).toHaveLength(paid + 3)
  expect((await expensa(['list', '--json'])).stdout).toBe(before.stdout)

  const ids = expenses.map(({ id }: { id: string }) => id)
  const changed = await expensa(['reextract', ...ids, '--yes', '--json'])
  expect(changed.code).toBe(0)
  expect(JSON.parse(changed.stdout).expenses).toMatchObject([{ applied: true }, { applied: true }, {}])
  expect((await expensa(['list', '--json'])).stdout).not.toBe(before.stdout)

  // Two who ask for the same at once ask once.
  const made = await expensa(['token', 'create', '--name', 'two', '--scope', 'write'])
  const url = `${here.backend.url}/v1/expenses/${ids[0]}/extractions`
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
  expect(here.gemini.paidCalls).toHaveLength(paid + 7)
})

it('reads with no model but those that whoever runs the backend has chosen', async () => {
  await bring(1)
  await here.start('worker')
  const { calls } = here.gemini
  const asked = calls.length
  const { code, stderr } = await expensa(['reextract', '--all', '--model', 'gemini-9-ultra'])
  expect(code).toBe(2)
  expect(stderr).toContain('local, gemini, gemini-3.5-flash-lite, gemini-3.1-flash-lite')
  expect(calls).toHaveLength(asked)
})

it('counts reading again towards what a user may bring in per day', async () => {
  const limited = await here.start('backend', { EXPENSA_UPLOADS_PER_DAY: '2' })
  await here.start('worker')
  const ben = await here.newPerson(limited.url)
  const folder = await here.people.folderOf('two', 1)
  expect((await expensa(['upload', folder], ben)).code).toBe(0)
  const first = await expensa(['reextract', '--all', '--diff'], ben)
  const second = await expensa(['reextract', '--all', '--diff'], ben)
  expect(first.code).toBe(0)
  expect(second).toMatchObject({ code: 7, stderr: expect.stringContaining('2 new receipts a day') })
})

it('sends again what the bucket refused for now, and has a URL renewed that is no longer accepted', async () => {
  await here.start('worker')
  const folder = await here.people.folderOf('bad-weather', 4)
  const puts = () => here.cloud.s3.requests.filter(({ method }) => method === 'PUT').length
  const before = puts()
  const expired = { status: 403, code: 'AccessDenied' } as const
  here.cloud.s3.failNext(
    'PUT',
    { status: 503, code: 'SlowDown' },
    expired,
    'reset',
    { status: 429 },
    { status: 500 },
  )
  const { code, stdout } = await expensa(['upload', folder, '--json'])
  expect(code).toBe(0)
  expect(JSON.parse(stdout).counts).toMatchObject({ failed: 0, pending: 0 })
  expect(puts()).toBe(before + 4 + 5)
})

it('leaves receipts waiting while the reader has a wrong key, and reads them with the right one', async () => {
  const worker = await here.start('worker', { GEMINI_API_KEY: 'AQ.wrong' })
  const folder = await here.people.folderOf('wrong-key', 1)
  const upload = await expensa(['upload', folder, '--json'])
  expect(upload.code).toBe(7)
  const [file] = JSON.parse(upload.stdout).files
  expect(file).toMatchObject({ outcome: 'pending', failure: { code: 'extractor_misconfigured' } })
  await worker.stop()

  await here.start('worker')
  const good = await expensa(['upload', folder, '--json'])
  expect(JSON.parse(good.stdout).files[0].outcome).not.toBe('failed')
})
