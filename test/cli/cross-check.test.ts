import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openCli } from '../support/cli.ts'
import { answered } from '../support/gemini-replies.ts'
import { type GeminiServer, startGeminiServer } from '../support/gemini-server.ts'
import { receiptPdf, writeTo } from '../support/receipt-files.ts'

const cli = openCli()
const printed = { merchant: 'Corner Shop', date: '2026-10-03', total: '12.50' }
let gemini: GeminiServer
/** What the model says the total is. */
let claimed: string

beforeAll(async () => {
  gemini = await startGeminiServer({
    answer: () =>
      answered({ merchant: 'Corner Shop', purchaseDate: '2026-10-03', total: claimed, currency: 'EUR' }),
  })
})
afterAll(() => gemini.close())

async function upload(crossCheck: string) {
  const file = `${randomUUID()}.pdf`
  // Each file is a receipt of its own.
  writeTo(join(cli.home, 'files', file), Buffer.concat([receiptPdf(printed), Buffer.from(`\n%${file}\n`)]))
  const { stdout } = await cli.run(['upload', `files/${file}`, '--json', '--on-duplicate', 'keep'], {
    env: {
      ...{ GEMINI_API_KEY: gemini.apiKey, EXPENSA_GEMINI_BASE_URL: gemini.url, EXPENSA_GEMINI_TIER: 'paid' },
      EXPENSA_GEMINI_CROSS_CHECK: crossCheck,
    },
  })
  return JSON.parse(stdout).files[0]
}

test("an amount of the model's that the receipt does not show is flagged, and kept as it is", async () => {
  claimed = '92.50'
  const { outcome, expense } = await upload('true')
  expect(outcome).toBe('needs_review')
  expect(expense.reviewReasons).toContain('not_in_text')
  expect(expense).toMatchObject({ total: { amount: '92.50' }, merchant: 'Corner Shop' })
})

test('an answer that the receipt shows raises no doubt', async () => {
  claimed = '12.50'
  expect((await upload('true')).expense.reviewReasons).not.toContain('not_in_text')
})

test('without the setting nothing is read twice', async () => {
  claimed = '72.50'
  expect((await upload('false')).expense.reviewReasons).not.toContain('not_in_text')
})
