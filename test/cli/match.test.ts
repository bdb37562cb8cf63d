import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type MatchCommandOptions, runMatch } from '../../src/cli/commands/match.ts'
import { runCommand } from '../support/command-context.ts'
import { openLedger, type Person } from '../support/ledger.ts'

let folder: string
let user: Person

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expensa-match-'))
  user = (await openLedger()).signIn()
  const lunch = { merchant: 'Lunch Bar', purchaseDate: '2026-10-03', currency: 'EUR', total: '12.00' }
  await user.bring(lunch)
  await user.bring({ ...lunch, merchant: 'Taxi', total: '30.00', purchaseDate: '2026-10-06' })
  const payments = [{ method: 'cash' as const, amount: '5.00', cardLast4: null }]
  await user.bring({ ...lunch, merchant: 'Market', total: '5.00', purchaseDate: '2026-10-06', payments })
})

afterAll(() => rm(folder, { recursive: true }))

async function run(csv: string, options: Partial<MatchCommandOptions> = {}) {
  const file = join(folder, 'card.csv')
  await writeFile(file, csv)
  const all = { days: 5, fee: 4, ...options }
  return runCommand(user.client, (context) => runMatch(context, file, all))
}

const card = 'Date;Description;Amount\n04.10.2026;LUNCH BAR;-12,00\n07.10.2026;HOTEL;-99,00\n'

it('says what has a receipt, what lacks one, and which receipt was not paid by card', async () => {
  const { code, stdout, stderr } = await run(card)
  expect(code).toBe(0)
  expect(stdout).toMatch(
    /With a receipt\n.*LUNCH BAR.*same amount, 1 day later.*Receipt missing\n.*HOTEL.*Not on the statement\n.*Taxi/s,
  )
  // What was paid in cash is not missed on a card's statement.
  expect(stdout).not.toContain('Market')
  expect(stderr).toContain('2 payments: 1 with a receipt, 1 without; 1 receipt without a payment.')
})

it('prints one JSON document, and exits with 5 under --strict', async () => {
  const { code, stdout } = await run(card, { json: true, strict: true })
  const document = JSON.parse(stdout)
  expect(code).toBe(5)
  expect(document).toMatchObject({
    schema: 'expensa.match/1',
    matched: [{ payment: { id: '2', description: 'LUNCH BAR' }, expense: { merchant: 'Lunch Bar' } }],
    missing: [{ id: '3', amount: { minorUnits: 9900 } }],
    unmatched: [{ merchant: 'Taxi' }],
  })
  const complete = 'Date;Description;Amount\n03.10.2026;LUNCH BAR;-12,00\n'
  expect((await run(complete, { json: true, strict: true })).code).toBe(0)
})

it('says how it read a file in which it found nothing', async () => {
  await expect(run('Date,Amount\nnever,much\n')).rejects.toMatchObject({ code: 'usage' })
})
