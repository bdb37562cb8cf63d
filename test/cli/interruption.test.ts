import { once } from 'node:events'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Cli, openCli } from '../support/cli.ts'
import { answerFor, startGeminiServer } from '../support/gemini-server.ts'
import { runningServerPid, serverPid, until } from '../support/participant.ts'
import { receiptPdf, writeTo } from '../support/receipt-files.ts'
import { sampleReceipt } from '../support/receipts.ts'

/**
 * Files whose reading stops in the middle, on machines of any speed: the model answers about the first, and about
 * the others only after `release`.
 */
async function openHalfway() {
  const waiting = new AbortController()
  const released = once(waiting.signal, 'abort')
  const gemini = await startGeminiServer({
    answer: async ({ number, sha256 }) => {
      if (number > 1) await released
      return answerFor(sha256)
    },
  })
  onTestFinished(() => gemini.close())
  const { apiKey, url } = gemini
  const cli = openCli({
    env: { GEMINI_API_KEY: apiKey, EXPENSA_GEMINI_BASE_URL: url, EXPENSA_GEMINI_TIER: 'paid' },
    after: onTestFinished,
  })
  return { cli, files: writePdfs(cli, 4), release: () => waiting.abort() }
}

function writePdfs(cli: Cli, count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const pdf = receiptPdf({ merchant: `Shop Number ${i}`, date: '2026-10-03', total: `${i + 1}.00` })
    writeTo(join(cli.home, 'files', `${i}.pdf`), pdf)
    return `files/${i}.pdf`
  })
}

interface Uploaded {
  counts: Record<string, number>
  files: { file: string; outcome: string; receiptId: string | null; expense: { id: string } | null }[]
}

async function expenseIds(cli: Cli): Promise<string[]> {
  const { expenses } = (await cli.json(['list'])) as { expenses: { id: string }[] }
  return expenses.map((expense) => expense.id)
}

/** The same command again brings every file to its expense, each of them once. */
async function finishes(cli: Cli, files: string[]): Promise<void> {
  const { counts, files: results } = (await cli.json(['upload', ...files])) as unknown as Uploaded
  expect(counts).toMatchObject({ failed: 0, pending: 0 })
  const ids = results.map((result) => result.expense?.id)
  expect(new Set(ids).size).toBe(files.length)
  expect((await expenseIds(cli)).sort()).toEqual(ids.sort())
}

describe('an upload that is killed', () => {
  test('is finished by the same command: nothing twice, nothing missing', async () => {
    const { cli, files, release } = await openHalfway()
    const upload = cli.start(['upload', ...files])
    await upload.shown(/^(extracted|needs review) /m)
    upload.child.kill('SIGKILL')
    expect((await upload.finished).code).toBe(null)
    release()
    await finishes(cli, files)
  })
})

describe('an upload whose database server is killed', () => {
  test('says so, and is finished by the same command', async () => {
    const { cli, files, release } = await openHalfway()
    const upload = cli.start(['upload', '--json', ...files])
    await upload.shown(/^(extracted|needs review) /m)
    process.kill(runningServerPid(cli.data), 'SIGKILL')
    const { stdout, stderr, code } = await upload.finished
    expect(code, stderr).toBe(7)
    expect(stderr).toMatch(/^expensa: The database .*\n.*again/m)
    expect(JSON.parse(stdout).files.map((result: { file: string }) => result.file)).toEqual(files)
    release()
    await finishes(cli, files)
  })
})

describe('Ctrl-C', () => {
  test('once ends cleanly, and the same command goes on', async () => {
    const { cli, files, release } = await openHalfway()
    const upload = cli.start(['upload', '--json', ...files])
    await upload.shown(/^(extracted|needs review) /m)
    upload.child.kill('SIGINT')
    const { stdout, stderr, code } = await upload.finished
    expect(code, stderr).toBe(130)
    expect(stderr).toContain('Interrupted. The same command again does the rest; nothing is lost or doubled.')
    const { counts, files: results } = JSON.parse(stdout) as Uploaded
    expect(results.map((result) => result.file)).toEqual(files)
    expect(counts).toMatchObject({ pending: 3, failed: 0 })
    // Nobody is left who would go on in secret.
    await until(() => serverPid(cli.data) === undefined, 'the server has ended')
    release()
    await finishes(cli, files)
  })
})

describe('Ctrl-C again and again', () => {
  test('ends at once, and the same command goes on', async () => {
    const { cli, files, release } = await openHalfway()
    const upload = cli.start(['upload', ...files])
    await upload.shown(/^(extracted|needs review) /m)
    let ended = false
    const finished = upload.finished.finally(() => {
      ended = true
    })
    await until(() => {
      upload.child.kill('SIGINT')
      return ended
    }, 'it ends')
    expect((await finished).code).toBe(130)
    release()
    await finishes(cli, files)
  })
})

describe('two uploads at once', () => {
  test('of overlapping files into an empty data directory double nothing', async () => {
    const cli = openCli({ first: true, after: onTestFinished })
    const files = writePdfs(cli, 12)
    const [first, second] = await Promise.all([
      cli.run(['upload', '--json', ...files.slice(0, 8)]),
      cli.run(['upload', '--json', ...files.slice(4)]),
    ])
    for (const { code, stdout } of [first, second]) {
      expect(code).toBe(0)
      expect((JSON.parse(stdout) as Uploaded).files).toHaveLength(8)
    }
    expect(await expenseIds(cli)).toHaveLength(12)
    await finishes(cli, files)
  })

  test('of the same photo share one reading', async () => {
    const cli = openCli({ after: onTestFinished })
    const file = 'files/photo.jpg'
    copyFileSync(sampleReceipt('002-parking').path, join(cli.home, file))
    const both = await Promise.all([1, 2].map(() => cli.run(['upload', '--json', file])))
    const ids = both.map(({ stdout }) => (JSON.parse(stdout) as Uploaded).files[0]?.expense?.id)
    expect(ids[0]).toEqual(expect.any(String))
    expect(ids[1]).toBe(ids[0])
    expect(await expenseIds(cli)).toHaveLength(1)
  })
})

describe('--no-wait', () => {
  test('returns at once, and the expenses appear', async () => {
    const cli = openCli({ after: onTestFinished })
    const [file = ''] = writePdfs(cli, 1)
    const { stdout, code } = await cli.run(['upload', '--no-wait', '--json', file])
    expect(code).toBe(0)
    expect((JSON.parse(stdout) as Uploaded).counts).toMatchObject({ pending: 1 })
    await expect.poll(() => expenseIds(cli), { timeout: 30_000 }).toHaveLength(1)
    await until(() => serverPid(cli.data) === undefined, 'the background process has ended')
  })
})
