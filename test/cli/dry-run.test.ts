import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { beforeEach, expect, it } from 'vitest'
import { createPostgresQuotaLimiter } from '../../src/adapters/postgres-quota-limiter.ts'
import { type DryRunOptions, runDryRun } from '../../src/cli/commands/upload-dry-run.ts'
import { type FoundFile, findFiles } from '../../src/cli/find-files.ts'
import { uniquePicture } from '../support/cloud.ts'
import { runCommand } from '../support/command-context.ts'
import { lunch, openLedger } from '../support/ledger.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expensa-dry-run-'))
  return () => rm(folder, { recursive: true })
})

/** A ledger of this backend, and a folder with two new files, one known, one twice, one failed before, one blank. */
async function prepare(settings: Record<string, string>) {
  const ledger = await openLedger({ settings })
  const person = ledger.signIn()
  const known = await uniquePicture()
  await person.bring(lunch, known)
  const waiting = await uniquePicture()
  await person.upload(lunch, waiting)
  const first = await uniquePicture()
  const blank = await sharp({ create: { width: 600, height: 800, channels: 3, background: '#f6f6f0' } })
    .jpeg()
    .toBuffer()
  const files = {
    'a.jpg': first,
    'b.jpg': await uniquePicture(),
    'c.jpg': known,
    'd.jpg': first,
    'e.jpg': waiting,
    'f.jpg': blank,
  }
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes)

  const run = async (options: DryRunOptions = {}) => {
    const found: FoundFile[] = []
    for await (const file of findFiles([folder], process.stdin, 'nowhere')) found.push(file)
    return runCommand(person.client, (context) => runDryRun(context, [folder], found, options), {
      leavesMachine: true,
    })
  }
  return { ledger, person, run }
}

it('tells what is new, known, twice and unfit, and how long that takes for how much', async () => {
  const { ledger, person, run } = await prepare({
    EXPENSA_GEMINI_TIER: 'paid',
    EXPENSA_GEMINI_PER_MINUTE: '2',
  })
  const { stdout, stderr, code } = await run({ json: true })
  const { counts, reading, reader, files } = JSON.parse(stdout)
  expect(code).toBe(3)
  expect(counts).toEqual({ upload: 2, retry: 1, duplicate: 2, failed: 1 })
  expect(files.map(({ plan }: { plan: string }) => plan)).toEqual([
    'upload',
    'upload',
    'duplicate',
    'duplicate',
    'retry',
    'failed',
  ])
  expect(reading).toEqual({ extractions: 3, minutes: 2, days: 1, dollars: '0.01' })
  expect(reader).toMatchObject({ extractor: 'gemini', perMinute: 2, perDay: 10000 })
  expect(stderr).toContain('Would upload 2, try 1 again, skip 2 known; 1 would fail.')
  expect(stderr).toContain(
    '3 extractions by gemini-3.5-flash-lite: about 2 minutes at 2 a minute; about $0.01.',
  )
  // Nothing was announced, nothing is queued that was not before.
  expect(ledger.queued).toHaveLength(2)
  expect((await person.client.listBatches()).batches).toEqual([])
})

it('counts what others have used of the day', async () => {
  const settings = {
    EXPENSA_GEMINI_TIER: 'free',
    EXPENSA_GEMINI_PER_DAY: '2',
    EXPENSA_GEMINI_FALLBACK_MODEL: 'gemini-3.5-flash-lite',
  }
  const { ledger, run } = await prepare(settings)
  const limiter = createPostgresQuotaLimiter(ledger.db, { perMinute: 15, perDay: 2 })
  await limiter.reserve('gemini-3.5-flash-lite', 1000)
  const { stdout, stderr } = await run({ json: true })
  expect(JSON.parse(stdout)).toMatchObject({
    reading: { extractions: 3, days: 2, dollars: '0.00' },
    reader: { models: [{ name: 'gemini-3.5-flash-lite', usedToday: 1 }] },
  })
  expect(stderr).toContain('2 days, as 2 a day are allowed')
  expect(stderr).toContain('free of charge')
})

it('says what it does not know, and with --force counts what would be kept back', async () => {
  const { run } = await prepare({})
  const { stdout, stderr, code } = await run({ json: true, force: true })
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({
    counts: { upload: 3, failed: 0 },
    reading: { extractions: 4, minutes: null, dollars: null },
    reader: null,
  })
  expect(stderr).toContain('4 extractions by the backend, which does not say at which quota and price.')
})
