import { readXlsx } from 'hucre'
import { parseSync } from 'ofx-js'
import { expect, test, vi } from 'vitest'
import { accountsSchema, createAccounts } from '../../src/export/accounts.ts'
import { toBeancount } from '../../src/export/beancount.ts'
import { toExpensesCsv } from '../../src/export/csv.ts'
import { inExportOrder } from '../../src/export/exported-expense.ts'
import { toHledger } from '../../src/export/hledger.ts'
import { journalEntry } from '../../src/export/journal.ts'
import { toLedger } from '../../src/export/ledger.ts'
import { toOfx } from '../../src/export/ofx.ts'
import { toQif } from '../../src/export/qif.ts'
import { toXlsx } from '../../src/export/xlsx.ts'
import { awkward, exported } from '../support/exported-expenses.ts'

const accounts = createAccounts(
  accountsSchema.parse({
    categories: { Groceries: 'Expenses:Food:Groceries' },
    payments: { 'card 1234': 'Liabilities:Visa' },
    taxes: { 7: 'Assets:VAT:7' },
  }),
)
const entries = awkward.flatMap((expense) => journalEntry(expense, accounts) ?? [])
const whole = { continued: false }

// These are what bean-check, hledger check --strict and ledger --pedantic accepted, see scripts/check-exports.sh.
test.each([
  ['beancount', toBeancount(entries, whole)],
  ['hledger', toHledger(entries, whole)],
  ['ledger', toLedger(entries, whole)],
  ['qif', toQif(entries)],
  ['ofx', toOfx(entries)],
  ['csv', toExpensesCsv(awkward)],
])('%s of awkward expenses', async (format, text) => {
  await expect(text).toMatchFileSnapshot(`../fixtures/exports/awkward.${format}`)
})

test('each entry balances, whatever was split', () => {
  for (const { to, from, expense } of entries) {
    const sum = [...to, ...from].reduce((all, posting) => all + posting.minorUnits, 0)
    expect([expense.merchant, sum]).toEqual([expense.merchant, 0])
  }
})

test('what has no date or no total has no place in a journal', () => {
  expect(entries.map(({ expense }) => expense.id.slice(-1))).toEqual(['1', '2', '3', '4', '5'])
})

test('a tax that does not agree with the printed sum is not split by rate', () => {
  const eur = (minorUnits: number) => ({ minorUnits, currency: 'EUR' })
  const lines = [{ name: null, rate: '19', base: null, amount: eur(100) }]
  const expense = { purchaseDate: '2026-10-03', total: eur(1000), taxLines: lines }
  const taxesOf = (taxTotal: number | null) =>
    journalEntry(exported(1, { ...expense, taxTotal: taxTotal === null ? null : eur(taxTotal) }), accounts)
      ?.to.slice(1)
      .map(({ minorUnits, taxRate }) => [minorUnits, taxRate])
  expect(taxesOf(null)).toEqual([[100, '19']])
  expect(taxesOf(160)).toEqual([[160, null]])
  expect(taxesOf(1000)).toEqual([])
})

test('false leaves a tax in the expense', () => {
  const plain = createAccounts(accountsSchema.parse({ taxes: { default: false } }))
  const [first] = awkward
  expect(first && journalEntry(first, plain)?.to).toEqual([
    { account: 'Expenses:Groceries', minorUnits: 2423 },
  ])
})

test('an account that Beancount does not take is named', () => {
  const odd = createAccounts(accountsSchema.parse({ categories: { groceries: 'food:home' } }))
  const [first] = awkward.flatMap((expense) => journalEntry(expense, odd) ?? [])
  expect(() => toBeancount(first ? [first] : [], whole)).toThrow('does not take the account food:home')
})

test('another reader of OFX finds each payment under the id of its expense', () => {
  const { OFX } = parseSync(toOfx(entries))
  const statements = OFX.CREDITCARDMSGSRSV1.CCSTMTTRNRS.map((each: { CCSTMTRS: unknown }) => each.CCSTMTRS)
  const lines = statements.flatMap((statement: { CURDEF: string; BANKTRANLIST: { STMTTRN: unknown } }) =>
    [statement.BANKTRANLIST.STMTTRN].flat().map((line) => [statement.CURDEF, line]),
  )
  const found = lines.map(([currency, line]: [string, Record<string, string>]) => [
    line.FITID?.slice(-3),
    line.TRNAMT,
    currency,
    line.NAME,
  ])
  expect(found.sort()).toEqual([
    ['001', '-24.23', 'EUR', 'REWE Markt; "Köln" | \\Süd'],
    ['002', '-4400', 'JPY', '寿司 さくら'],
    ['003', '-12.345', 'KWD', '=HYPERLINK("http://x","y")'],
    ['004', '50.00', 'EUR', 'Elektro Maier'],
    ['005', '-10.00', 'EUR', 'Kiosk'],
    ['5-2', '-5.00', 'EUR', 'Kiosk'],
  ])
})

test('another reader of XLSX finds real dates and numbers, and no formula', async () => {
  const workbook = await readXlsx(await toXlsx(awkward))
  const [sheet] = workbook.sheets
  const rows = sheet?.rows ?? []
  const column = (title: string) => rows.slice(1).map((row) => row[rows[0]?.indexOf(title) ?? -1])
  expect(column('total').slice(0, 4)).toEqual([24.23, 4400, 12.345, -50])
  expect(column('date')[0]).toEqual(new Date('2026-10-03'))
  expect(column('merchant')[2]).toBe('=HYPERLINK("http://x","y")')
  expect(column('merchant')[1]).toBe('寿司 さくら')
})

test('the same expenses give the same bytes of XLSX, at any time', async () => {
  const first = await toXlsx(awkward)
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2031-01-01') })
  const later = await toXlsx(awkward).finally(() => vi.useRealTimers())
  expect(Buffer.from(later).equals(Buffer.from(first))).toBe(true)
})

test('the order does not depend on the order of the records', () => {
  expect(inExportOrder([...awkward].reverse())).toEqual(inExportOrder(awkward))
  expect(
    inExportOrder(awkward)
      .map(({ id }) => id.slice(-1))
      .join(''),
  ).toBe('1234576')
})
