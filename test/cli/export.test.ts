import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ExportCommandOptions, runExport } from '../../src/cli/commands/export.ts'
import { runCommand } from '../support/command-context.ts'
import { openLedger } from '../support/ledger.ts'

let folder: string
let ledger: Awaited<ReturnType<typeof openLedger>>
let user: ReturnType<typeof ledger.signIn>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expensa-export-'))
  ledger = await openLedger()
})

afterAll(() => rm(folder, { recursive: true }))

const lunch = { merchant: 'Lunch', purchaseDate: '2026-10-03', currency: 'EUR', total: '12.00' }

beforeEach(async () => {
  user = ledger.signIn()
  await user.bring(lunch)
  await user.bring({ ...lunch, merchant: 'Taxi', purchaseDate: '2026-11-01', category: 'travel' })
})

const run = (options: ExportCommandOptions, env = {}) =>
  runCommand(user.client, (context) => runExport(context, options), { env })

describe('expensa export', () => {
  it('writes what the filter leaves', async () => {
    const { stdout } = await run({ format: 'csv', month: '2026-10' })
    expect(stdout.trim().split('\r\n').slice(1)).toEqual([expect.stringContaining('Lunch')])
  })

  it('prints one JSON document with amounts as decimals', async () => {
    const document = JSON.parse((await run({ format: 'json' })).stdout)
    expect(document.schema).toBe('expensa.export/1')
    expect(document.expenses.map((each: { total: unknown }) => each.total)).toEqual([
      { amount: '12.00', minorUnits: 1200, currency: 'EUR' },
      { amount: '12.00', minorUnits: 1200, currency: 'EUR' },
    ])
    expect(document.expenses[0].receipt.sha256).toMatch(/^[0-9a-f]{64}$/)
  })

  it.each(['csv', 'json', 'ndjson', 'xlsx', 'beancount', 'hledger', 'ledger', 'qif', 'ofx'] as const)(
    'changes nothing when %s is written again',
    async (format) => {
      const output = join(folder, `again-${user.userId}.${format}`)
      await run({ format, output })
      const before = await stat(output)
      const { stderr } = await run({ format, output })
      expect(stderr).toContain('was up to date already')
      expect((await stat(output)).mtimeMs).toBe(before.mtimeMs)
    },
  )

  it('knows the format from the file, and asks when it cannot', async () => {
    const output = join(folder, `${user.userId}.journal`)
    await run({ output })
    expect(await readFile(output, 'utf8')).toContain('account Expenses:Travel')
    await expect(run({ output: join(folder, 'x.doc') })).rejects.toMatchObject({ code: 'usage' })
    await expect(run({ format: 'xlsx' })).rejects.toMatchObject({ code: 'usage' })
  })

  it('adds with --since-last only what is new or has changed', async () => {
    const since = async (name?: string) =>
      (await run({ format: 'ledger', sinceLast: true, ...(name ? { name } : {}) })).stdout
    expect(await since()).toMatch(/Lunch.*Taxi/s)
    expect(await since()).toBe('')
    const id = await user.bring({ ...lunch, merchant: 'Hotel' })
    expect(await since()).toMatch(/^2026-10-03 \* Hotel\n/)
    await ledger.db.updateTable('expenses').set({ note: 'two nights' }).where('id', '=', id).execute()
    expect(await since()).toMatch(/Hotel.*two nights/s)
    expect(await since()).toBe('')
    // Somebody else who reads the same format has not had them.
    expect(await since('tax-office')).toMatch(/Lunch.*Hotel.*Taxi/s)
  })

  it('says with --since-last, once, what is outdated in the books', async () => {
    const since = () => run({ format: 'beancount', sinceLast: true })
    const id = await user.bring({ ...lunch, merchant: 'Hotel' })
    expect((await since()).stderr).toBe('3 expenses.\n')
    await user.client.editExpense(id, { note: 'two nights' })
    const changed = `1 expense changed since an earlier export: ${id.slice(-8)}. Take the older`
    expect((await since()).stderr).toContain(changed)
    await user.client.deleteExpense(id)
    const gone = `1 expense deleted since an earlier export: ${id.slice(-8)}. Take their`
    expect((await since()).stderr).toContain(gone)
    expect((await since()).stderr).toBe('Nothing new since the last export.\n')
    await user.client.restoreExpense(id)
    const { stdout, stderr } = await since()
    expect([stdout, stderr]).toEqual([expect.stringContaining('Hotel'), '1 expense.\n'])
  })

  it('counts what was written to a file as exported, and what was only printed not', async () => {
    await run({ format: 'qif' })
    await run({ format: 'qif', output: join(folder, `${user.userId}.qif`), month: '2026-10' })
    const { stdout } = await run({ format: 'qif', sinceLast: true })
    expect(stdout).toContain('PTaxi')
    expect(stdout).not.toContain('PLunch')
  })

  it('does not count what could not be written', async () => {
    const output = join(folder, 'no such folder', 'x.csv')
    await expect(run({ format: 'csv', output, sinceLast: true })).rejects.toMatchObject({
      code: 'file_unreadable',
    })
    expect((await run({ format: 'csv', sinceLast: true })).stdout).toMatch(/Lunch.*Taxi/s)
  })

  it('does not put only what is new in place of what was there', async () => {
    const output = join(folder, `kept-${user.userId}.csv`)
    await writeFile(output, 'what was there')
    await expect(run({ format: 'csv', output, sinceLast: true })).rejects.toMatchObject({ code: 'usage' })
    expect(await readFile(output, 'utf8')).toBe('what was there')
  })

  it('says what it leaves out, and gives it once it is complete', async () => {
    const id = await user.bring({ merchant: 'No total', purchaseDate: '2026-10-05', currency: 'EUR' })
    const { stderr } = await run({ format: 'hledger', sinceLast: true })
    expect(stderr).toContain(`1 expense left out, without a date, a total or a currency: ${id.slice(-8)}`)
    await ledger.db.updateTable('expenses').set({ total_minor: 500 }).where('id', '=', id).execute()
    expect((await run({ format: 'hledger', sinceLast: true })).stdout).toContain('No total')
  })

  it('books by the accounts file', async () => {
    const accounts = join(folder, 'accounts.toml')
    await writeFile(
      accounts,
      '[categories]\ntravel = "Expenses:Business:Travel"\n[payments]\ndefault = "Assets:Bank"\n',
    )
    const { stdout } = await run({ format: 'beancount' }, { EXPENSA_ACCOUNTS: accounts })
    expect(stdout).toMatch(/Expenses:Business:Travel +12.00 EUR\n +Assets:Bank +-12.00 EUR/)
  })

  it.each([
    ['[categories]\ntravel = 5', 'categories.travel'],
    ['[kategorien]\n', 'kategorien'],
    ['[categories\n', 'accounts-bad.toml'],
  ])('says what is wrong with %j', async (text, message) => {
    const accounts = join(folder, 'accounts-bad.toml')
    await writeFile(accounts, text)
    await expect(run({ format: 'csv', accounts })).rejects.toMatchObject({
      code: 'invalid_config',
      message: expect.stringContaining(message),
    })
  })

  it('keeps the exports of users apart', async () => {
    await run({ format: 'ndjson', sinceLast: true })
    const other = ledger.signIn()
    const mine = await user.client.listForExport({ name: 'ndjson' })
    await other.client.recordExport({
      name: 'ndjson',
      entries: mine.entries.map(({ expense }) => ({ id: expense.id, revision: 'a'.repeat(32) })),
    })
    expect(await user.client.listForExport({ name: 'ndjson' })).toEqual(mine)
    expect((await other.client.listForExport({ name: 'ndjson' })).entries).toEqual([])
  })

  it('comes in pages by id', async () => {
    const all = await user.client.listForExport({})
    const first = await user.client.listForExport({ limit: 1 })
    const second = await user.client.listForExport({ limit: 1, after: first.entries[0]?.expense.id ?? '' })
    expect([first.more, second.more]).toEqual([true, false])
    expect([...first.entries, ...second.entries]).toEqual(all.entries)
  })
})
