import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runList } from '../../src/cli/commands/list.ts'
import { runRatesImport } from '../../src/cli/commands/rates.ts'
import { runShow } from '../../src/cli/commands/show.ts'
import { runSummary } from '../../src/cli/commands/summary.ts'
import { convertAmount } from '../../src/core/rates.ts'
import { runCommand } from '../support/command-context.ts'
import { lunch, openLedger, type Person } from '../support/ledger.ts'

describe('converting', () => {
  it.each([
    [{ minorUnits: 1250, currency: 'USD' }, 'EUR', '1.0812', '1', 1156],
    [{ minorUnits: 4400, currency: 'JPY' }, 'EUR', '160.25', '1', 2746],
    [{ minorUnits: 100, currency: 'EUR' }, 'JPY', '1', '160.5', 161],
    [{ minorUnits: -1, currency: 'EUR' }, 'USD', '1', '0.5', -1],
    [{ minorUnits: 12345, currency: 'KWD' }, 'USD', '0.33', '1.1', 4115],
    [{ minorUnits: 9007199254740991, currency: 'JPY' }, 'EUR', '100', '1', 9007199254740991],
  ])('%j is %s at %s and %s: %i', (money, currency, from, to, minorUnits) => {
    expect(convertAmount(money, currency, from, to)).toEqual({ minorUnits, currency })
  })

  it('gives nothing for what is no rate, or too large to count', () => {
    const eur = { minorUnits: Number.MAX_SAFE_INTEGER, currency: 'EUR' }
    for (const rate of ['0', 'N/A', '', '-1', '1e3']) expect(convertAmount(eur, 'USD', '1', rate)).toBeNull()
    expect(convertAmount(eur, 'USD', '1', '1000')).toBeNull()
  })
})

const csv = [
  'Date,USD,JPY,CYP,MYR,',
  '2026-10-02,1.0812,160.25,N/A,4.7,',
  '2026-10-01,1.0800,160.00,N/A,4.6,',
  '',
].join('\n')

describe('rates', () => {
  let folder: string
  let user: Person
  let id: string
  const env = { EXPENSA_HOME_CURRENCY: 'EUR' }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'expensa-rates-'))
    user = (await openLedger()).signIn()
    // A Saturday: the rate of the Friday before counts.
    id = await user.bring({ ...lunch, currency: 'USD', purchaseDate: '2026-10-03' })
    await user.bring({ ...lunch, currency: 'USD', purchaseDate: '2026-10-20' })
    await user.bring(lunch)
    const file = join(folder, 'eurofxref-hist.zip')
    await writeFile(file, zipSync({ 'eurofxref-hist.csv': strToU8(csv) }))
    const { stderr } = await runCommand(user.client, (context) => runRatesImport(context, file), { env })
    expect(stderr).toBe('6 rates from 2026-10-01 to 2026-10-02.\n')
  })

  afterAll(() => rm(folder, { recursive: true }))

  it('are shown beside the original, and only where there is one', async () => {
    const options = { limit: 100, sort: 'date' }
    const { stdout, stderr } = await runCommand(user.client, (context) => runList(context, options), { env })
    expect(stdout).toMatch(/12\.50 USD +11\.56 EUR/)
    expect(stdout.match(/11\.56 EUR/g)).toHaveLength(1)
    expect(stderr).toContain('In EUR by the rate of the purchase date (ECB).')
    const json = { ...options, json: true }
    const document = await runCommand(user.client, (context) => runList(context, json), { env })
    const converted = JSON.parse(document.stdout).expenses.map(
      (each: { converted: unknown }) => each.converted,
    )
    expect(converted).toContainEqual({
      money: { amount: '11.56', minorUnits: 1156, currency: 'EUR' },
      rateDate: '2026-10-02',
    })
    expect(converted.filter((each: unknown) => each === null)).toHaveLength(2)
  })

  it('say of which day and whose they are', async () => {
    const { stdout } = await runCommand(user.client, (context) => runShow(context, id, {}), { env })
    expect(stdout).toMatch(/Total +12\.50 USD.*\nConverted +11\.56 EUR, by the ECB rate of 2026-10-02\n/)
  })

  it('sum up beside the original, and all currencies in one', async () => {
    await user.bring({ ...lunch, currency: 'JPY', total: '4400', purchaseDate: '2026-10-02' })
    const summarize = (options: { by: 'month' | 'category'; json?: boolean }) =>
      runCommand(user.client, (context) => runSummary(context, options), { env })
    const { stdout } = await summarize({ by: 'month' })
    expect(stdout).toMatch(/^Month +Receipts +Total +In EUR\n/)
    expect(stdout).toMatch(/^2026-10 +2 +25\.00 USD +11\.56 EUR/m)
    expect(stdout).toMatch(/^2026-10 +1 +4,400 JPY +27\.46 EUR/m)
    expect(stdout).toContain(
      '51.52 EUR in all, by the rates of the purchase dates (ECB); 1 without a rate left out\n',
    )
    const { groups } = JSON.parse((await summarize({ by: 'category', json: true })).stdout)
    expect(groups).toContainEqual(
      expect.objectContaining({
        total: { amount: '25.00', minorUnits: 2500, currency: 'USD' },
        converted: { amount: '11.56', minorUnits: 1156, currency: 'EUR' },
        withoutRate: 1,
      }),
    )
    // A list of the same adds up to the same.
    const listed = await runCommand(
      user.client,
      (context) => runList(context, { limit: 100, sort: 'date' }),
      { env },
    )
    expect(listed.stdout).toMatch(/· 51\.52 EUR in all, 1 without a rate left out\n$/)
  })

  it('are not asked for without a home currency', async () => {
    const { stdout } = await runCommand(user.client, (context) => runShow(context, id, {}))
    expect(stdout).not.toContain('Converted')
  })

  it('are refused from another file', async () => {
    const file = join(folder, 'other.csv')
    await writeFile(file, 'a,b\n1,2\n')
    await expect(runCommand(user.client, (context) => runRatesImport(context, file))).rejects.toMatchObject({
      code: 'usage',
    })
  })
})
