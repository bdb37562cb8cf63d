import { copyFileSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { openCli } from '../support/cli.ts'
import { makePdf } from '../support/pdf.ts'
import { receiptPdf, writeTo } from '../support/receipt-files.ts'
import { sampleReceipt } from '../support/receipts.ts'

/** A person's first day with Expensa, command by command. Each test goes on where the one before ended. */

const cli = openCli({ first: true })
const receipts = join(cli.home, 'receipts')
const shop = sampleReceipt('001-motor-shop')
const parking = sampleReceipt('002-parking')
const discounter = sampleReceipt('004-discounter')

interface UploadResult {
  file: string
  outcome: string
  receiptId: string | null
  expense: { id: string; merchant: string | null; purchaseDate: string | null; total: unknown } | null
  failure: { code: string; message: string; hint: string | null } | null
}

beforeAll(async () => {
  mkdirSync(join(receipts, 'old'), { recursive: true })
  copyFileSync(shop.path, join(receipts, 'motor shop.jpg'))
  copyFileSync(parking.path, join(receipts, 'old', 'parking.photo'))
  copyFileSync(shop.path, join(receipts, 'old', 'motor shop (copy).jpg'))
  copyFileSync(new URL('../fixtures/documents/bakery.heic', import.meta.url), join(receipts, 'bakery.heic'))
  // A photo that lies on its side, and no tag tells.
  const turned = await sharp(discounter.bytes).rotate(90).jpeg({ quality: 92 }).toBuffer()
  writeTo(join(receipts, 'turned.jpg'), turned)
  writeTo(
    join(receipts, 'mail.pdf'),
    receiptPdf({ merchant: 'Bookshop Turner', date: '2026-10-03', total: '12.50' }),
  )
  const page = (text: string, more: string) => ({
    lines: [
      { x: 20, y: 350, text },
      { x: 20, y: 300, text: more },
    ],
  })
  writeTo(
    join(receipts, 'two pages.pdf'),
    makePdf([
      page('Hotel Seeblick', 'Rechnung vom 04.10.2026'),
      page('2 Nächte  Einzelzimmer', 'Gesamtbetrag EUR 210,00'),
    ]),
  )
  writeTo(join(receipts, 'notes.txt'), 'Ask Anna about lunch.')
})

const outcomes = (files: UploadResult[]) =>
  Object.fromEntries(files.map(({ file, outcome }) => [file, outcome]))

test('--dry-run says what would happen, and changes nothing', async () => {
  const { stdout, stderr, code } = await cli.run(['upload', '--dry-run', 'receipts'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/^File +Plan/)
  expect(stderr).toContain(
    'Would upload 6, skip 1 known. Nothing was changed.\n' +
      '6 extractions on this machine: no quota, no cost.',
  )
  expect((await cli.json(['list'])).expenses).toEqual([])
})

test('upload turns a folder into a table of expenses', async () => {
  await cli.forget()
  const { stdout, stderr, code } = await cli.run(['upload', 'receipts', '--category', 'trip'])
  expect(stderr).toContain('1 other file left alone.')
  expect(code).toBe(0)
  const lines = stdout.trimEnd().split('\n')
  expect(lines[0]).toMatch(/^ID +File +Outcome +Merchant +Date +Total/)
  expect(lines).toHaveLength(8)
  const line = (name: string) => lines.find((text) => text.includes(name)) ?? ''
  expect(line('motor shop.jpg')).toMatch(/extracted .*2019-01-23 +20\.00 MYR/)
  expect(line('parking.photo')).toMatch(/2018-05-30 +5\.00 MYR/)
  expect(line('motor shop (copy).jpg')).toMatch(/duplicate .* of [0-9a-f]{8}/)
  expect(line('turned.jpg')).toContain('24.23 EUR')
  expect(line('mail.pdf')).toMatch(/extracted +Bookshop Turner +2026-10-03 +12\.50 EUR/)
  expect(line('two pages.pdf')).toMatch(/Hotel Seeblick +2026-10-04 +210\.00 EUR/)
  // Piped: no colour, nothing that moves, a line for each file as it is done.
  expect(stdout + stderr).not.toContain('\u001b')
  expect(stderr).toMatch(/^extracted +receipts\/mail\.pdf$/m)
})

test('the same command again finds only duplicates, and that is good', async () => {
  const { stdout, code } = await cli.run(['upload', 'receipts', '--json'])
  expect(code).toBe(0)
  const document = JSON.parse(stdout)
  expect(document).toMatchObject({ schema: 'expensa.upload/1', counts: { duplicate: 7 }, ignored: 1 })
  expect(new Set(document.files.map((file: UploadResult) => file.expense?.id)).size).toBe(6)
})

test('--ndjson prints a line for each file, also for what fails', async () => {
  writeTo(join(cli.home, 'files', 'empty.jpg'), '')
  const { stdout, stderr, code } = await cli.run([
    'upload',
    '--ndjson',
    'receipts/mail.pdf',
    'files',
    'gone.png',
  ])
  expect(code).toBe(3)
  const files: UploadResult[] = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(outcomes(files)).toEqual({
    'receipts/mail.pdf': 'duplicate',
    'files/empty.jpg': 'failed',
    'gone.png': 'failed',
  })
  expect(stderr).toContain('gone.png: There is no such file.')
})

test('paths come from patterns and from stdin, too', async () => {
  const pattern = await cli.run(['upload', '--json', 'receipts/**/*.{pdf,heic}'])
  expect(Object.keys(outcomes(JSON.parse(pattern.stdout).files))).toEqual([
    'receipts/bakery.heic',
    'receipts/mail.pdf',
    'receipts/two pages.pdf',
  ])
  const list = 'receipts/mail.pdf\r\n\nreceipts/motor shop.jpg\n'
  const { stdout } = await cli.run(['upload', '--json', '-'], { input: list })
  expect(outcomes(JSON.parse(stdout).files)).toEqual({
    'receipts/mail.pdf': 'duplicate',
    'receipts/motor shop.jpg': 'duplicate',
  })
})

test('list prints the expenses as a table, JSON, NDJSON and CSV', async () => {
  const table = await cli.run(['list'])
  expect(table.code).toBe(0)
  expect(table.stdout).toMatch(/^ID +Date +Merchant +Category +Total/)
  expect(table.stdout).toMatch(/^6 expenses · 246\.73 EUR · 25\.00 MYR · 1 without a total/m)

  const { schema, expenses, more } = await cli.json(['list', '--month', '2026-10', '--sort', 'total'])
  expect({ schema, more }).toEqual({ schema: 'expensa.expenses/1', more: false })
  expect(expenses).toMatchObject([
    { merchant: 'Bookshop Turner', total: { amount: '12.50', minorUnits: 1250, currency: 'EUR' } },
    { merchant: 'Hotel Seeblick', total: { amount: '210.00', minorUnits: 21000, currency: 'EUR' } },
  ])

  const lines = (await cli.run(['list', '--ndjson', '--merchant', 'BOOK'])).stdout.trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line).merchant)).toEqual(['Bookshop Turner'])

  const csv = (await cli.run(['list', '--csv', '--from', '2026-10-03', '--to', '2026-10-03'])).stdout
  expect(csv.split('\r\n')).toEqual([
    expect.stringMatching(/^id,status,date,merchant,category,currency,total,/),
    expect.stringMatching(/^[0-9a-f-]{36},extracted,2026-10-03,Bookshop Turner,trip,EUR,12\.50,/),
    '',
  ])
  expect((await cli.json(['list', '--limit', '2'])).more).toBe(true)
  expect((await cli.json(['list', '--category', 'food'])).expenses).toEqual([])
})

test('summary adds up each currency on its own, with bars', async () => {
  const { stdout, stderr, code } = await cli.run(['summary'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/^2026-10 +2 +222\.50 EUR +█{20,}/m)
  expect(stdout).toMatch(/^2018-05 +1 +5\.00 MYR +█/m)
  expect(stdout).toMatch(/^in all +3 +246\.73 EUR +1$/m)
  expect(stdout).toMatch(/^in all +2 +25\.00 MYR$/m)
  expect(stderr).toContain('1 more in no known currency')
  const { groups } = await cli.json(['summary', '--by', 'merchant', '--month', '2026-10'])
  expect(groups).toMatchObject([
    { key: 'Bookshop Turner', count: 1, total: { amount: '12.50' } },
    { key: 'Hotel Seeblick', count: 1, total: { amount: '210.00' } },
  ])
})

test('show prints the arithmetic, and where the original lies', async () => {
  const { expenses } = (await cli.json(['list', '--merchant', 'Bookshop'])) as { expenses: { id: string }[] }
  const id = expenses[0]?.id ?? ''
  const { stdout, code } = await cli.run(['show', id.slice(-4)])
  expect(code).toBe(0)
  expect(stdout).toContain('Bookshop Turner')
  expect(stdout).toMatch(/^Total +12\.50 EUR/m)
  expect(stdout).toMatch(/^Read by +pdf-text, PDFium/m)
  const original = /^Original +(.+)$/m.exec(stdout)?.[1] ?? ''
  expect(readFileSync(original)).toEqual(readFileSync(join(receipts, 'mail.pdf')))
  expect(await cli.json(['show', id])).toMatchObject({ schema: 'expensa.expense/1', location: original })
  const missing = await cli.run(['show', 'ffffffff'])
  expect(missing).toMatchObject({ code: 1, stdout: '' })
  expect(missing.stderr).toBe(
    'expensa: There is no expense "ffffffff".\nIds are in the first column of: expensa list\n',
  )
})

test('--strict tells a script that something needs review', async () => {
  const person = openCli({ after: onTestFinished })
  const undated = receiptPdf({ merchant: 'Kiosk', date: '-', total: '2.00' })
  writeTo(join(person.home, 'undated.pdf'), undated)
  const { stdout, code } = await person.run(['upload', '--strict', 'undated.pdf'])
  expect(stdout).toMatch(/needs review +Kiosk +2\.00 EUR +no date/)
  expect(code).toBe(5)
})
