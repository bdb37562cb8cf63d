import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openCli } from '../support/cli.ts'
import { answered } from '../support/gemini-replies.ts'
import { type GeminiServer, startGeminiServer } from '../support/gemini-server.ts'
import { receiptPdf, writeTo } from '../support/receipt-files.ts'

/** `expensa eval` over somebody's own labelled folder, with the local reader and with models. */

const cli = openCli()
const folder = join(cli.home, 'labelled')
let gemini: GeminiServer

beforeAll(async () => {
  mkdirSync(join(folder, 'images'), { recursive: true })
  mkdirSync(join(folder, 'labels'), { recursive: true })
  const own = [
    { id: 'one', merchant: 'Corner Shop', date: '2026-10-03', total: '12.50' },
    { id: 'two', merchant: 'Corner Shop', date: '2026-10-04', total: '8.00' },
  ]
  for (const { id, ...printed } of own) {
    writeTo(join(folder, 'images', `${id}.pdf`), receiptPdf(printed))
    writeTo(join(folder, 'labels', `${id}.json`), JSON.stringify({ ...printed, currency: 'EUR' }))
  }
  // The second receipt's label is wrong on purpose: a miss.
  writeTo(join(folder, 'labels', 'two.json'), JSON.stringify({ ...own[1], total: '9.00', currency: 'EUR' }))
  gemini = await startGeminiServer({
    answer: () =>
      answered({ merchant: 'CORNER SHOP', purchaseDate: '2026-10-03', total: '12.50', currency: 'EUR' }),
  })
})
afterAll(() => gemini.close())

const run = (...args: string[]) =>
  cli.run(['eval', folder, ...args], {
    env: { GEMINI_API_KEY: gemini.apiKey, EXPENSA_GEMINI_BASE_URL: gemini.url, EXPENSA_GEMINI_TIER: 'free' },
  })

test('the local reader: shares with intervals, seconds, and what was read wrongly', async () => {
  const { stdout, code } = await run()
  expect(code).toBe(0)
  expect(stdout).toMatch(
    /labelled +2 +100\.0 \[34-100\] +100\.0 \[34-100\] +100\.0 \[34-100\] +50\.0 \[9-91\]/,
  )
  expect(stdout).toContain('Stated confidence against what was right')
  expect(stdout).toMatch(/Totals whose confidence asks for a look: \d of 1 wrong ones, \d of 1 right ones\./)
  expect(stdout).toMatch(/two +total +9\.00 +8\.00/)
  expect(gemini.calls).toHaveLength(0)
})

describe.each([
  ['gemini', 'gemini-3.5-flash-lite'],
  ['gemini-3.1-flash-lite', 'gemini-3.1-flash-lite'],
])('--extractor %s', (extractor, model) => {
  test('asks this model for each receipt and scores its answers', async () => {
    const before = gemini.calls.length
    const { stdout, code } = await run('--extractor', extractor, '--json')
    expect(code).toBe(0)
    const { labelled } = JSON.parse(stdout)
    expect(labelled).toMatchObject({
      n: 2,
      merchant: 1,
      date: 0.5,
      total: 0.5,
      all: 0.5,
      failed: 0,
      invented: 0,
    })
    expect(labelled.interval95.merchant[1]).toBe(1)
    expect(labelled.secondsPerReceipt).toBeGreaterThanOrEqual(0)
    expect(gemini.calls.slice(before).map((call) => call.model)).toEqual([model, model])
  })
})

test('a model that does not exist ends the run, and says so', async () => {
  const { stdout, stderr, code } = await run('--extractor', 'gemini-0-none', '--json')
  expect(stdout).toBe('')
  expect(stderr).toContain('gemini-0-none')
  expect(code).not.toBe(0)
})
