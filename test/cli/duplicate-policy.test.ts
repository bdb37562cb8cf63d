import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { runUpload, type UploadCommandOptions } from '../../src/cli/commands/upload.ts'
import { type DuplicatePolicy, duplicatePolicies } from '../../src/cli/duplicate-policy.ts'
import type { Extraction } from '../../src/core/extraction.ts'
import { runCommand } from '../support/command-context.ts'
import { type Ledger, lunch, openLedger, type Person, readingClient, sha256Of } from '../support/ledger.ts'
import { makePdf } from '../support/pdf.ts'
import { printedPdf, printedPicture } from '../support/printed-picture.ts'
import { sampleReceipt } from '../support/receipts.ts'

let ledger: Ledger
let user: Person
let folder: string

beforeAll(async () => {
  ledger = await openLedger()
})

beforeEach(async () => {
  user = ledger.signIn()
  folder = await mkdtemp(join(tmpdir(), 'expensa-duplicates-'))
  return () => rm(folder, { recursive: true })
})

async function upload(bytes: Uint8Array, options: Partial<UploadCommandOptions> = {}) {
  const path = join(folder, 'receipt')
  await writeFile(path, bytes)
  const all = { wait: true, concurrency: 2, json: true, ...options }
  const ended = await runCommand(readingClient(user), (context) => runUpload(context, [path], all))
  return { ...ended, file: JSON.parse(ended.stdout).files[0] }
}

const original = sampleReceipt('004-discounter').bytes
const image = () => sharp(original)
const asPdf = async () => {
  const { width = 0, height = 0 } = await image().metadata()
  const page = { width: width / 4, height: height / 4 }
  return makePdf([{ jpeg: await image().jpeg({ quality: 60 }).toBuffer(), width, height }], page)
}

/** Copies of one receipt, read as saying the same or, where only the picture tells, nothing. */
const copies: [what: string, bytes: () => Promise<Uint8Array>, reading: Partial<Extraction>][] = [
  ['re-encoded', () => image().jpeg({ quality: 35 }).toBuffer(), {}],
  ['as PNG', () => image().png().toBuffer(), {}],
  ['resized', () => image().resize({ width: 400 }).webp().toBuffer(), {}],
  ['rotated', () => image().rotate(90).jpeg().toBuffer(), {}],
  [
    'upside down, smaller and darker',
    () => image().rotate(180).resize(500).modulate({ brightness: 0.9 }).jpeg().toBuffer(),
    {},
  ],
  ['scanned into a PDF', asPdf, {}],
  ['another photo of the same purchase', async () => printedPicture(['SOMETHING ELSE', 'TO LOOK AT']), lunch],
]

const open = async () => (await user.client.listDuplicates()).duplicates
const kept = async () => (await user.client.listExpenses({})).expenses.map(({ id }) => id)

describe.each(copies)('a receipt that comes in again, %s', (_, copy, fields) => {
  async function bringBoth(onDuplicate: DuplicatePolicy) {
    ledger.answers.set(sha256Of(original), fields)
    const first = (await upload(original)).file.receiptId
    const bytes = await copy()
    ledger.answers.set(sha256Of(bytes), fields)
    const again = await upload(bytes, { onDuplicate })
    return { first, again, bytes }
  }

  it.each(duplicatePolicies)('with --on-duplicate %s', async (policy) => {
    const { first, again, bytes } = await bringBoth(policy)
    const { receiptId, outcome, expense } = again.file
    if (policy === 'skip') {
      expect({ outcome, receiptId }).toEqual({ outcome: 'duplicate', receiptId: first })
      expect(await kept()).toEqual([first])
    } else {
      expect(receiptId).not.toBe(first)
      expect(await kept()).toEqual(
        policy === 'replace' ? [receiptId] : expect.arrayContaining([first, receiptId]),
      )
      expect(expense.reviewReasons.includes('possible_duplicate')).toBe(policy === 'flag')
    }
    expect(again.code).toBe(0)
    const told = /expensa restore ([0-9a-f]{8})\n/.exec(again.stderr)?.[1]
    expect(told !== undefined && first.endsWith(told)).toBe(policy === 'replace')
    expect((await open()).length).toBe(policy === 'flag' ? 1 : 0)
    // Whatever was decided holds when the same files come in again.
    const before = await kept()
    for (const file of [original, bytes]) expect((await upload(file)).file.outcome).toBe('duplicate')
    expect(await kept()).toEqual(before)
  })
})

it('is told in words, of what it seems to be a copy and why', async () => {
  ledger.answers.set(sha256Of(original), lunch)
  const first = (await upload(original)).file.receiptId
  const other = await printedPicture(['ANOTHER PICTURE', 'OF THE LUNCH'])
  ledger.answers.set(sha256Of(other), lunch)
  expect((await upload(other)).stderr).toContain(
    `Same purchase as ${first.slice(-8)} (merchant, date, total)`,
  )
  const turned = await image().rotate(90).jpeg().toBuffer()
  ledger.answers.set(sha256Of(turned), {})
  expect((await upload(turned)).stderr).toContain(`Same picture as ${first.slice(-8)}`)
})

it('is not replaced when a person worked on it', async () => {
  ledger.answers.set(sha256Of(original), {})
  const first = (await upload(original)).file.receiptId
  await user.client.editExpense(first, { note: 'paid by Ada' })
  await user.client.confirmExpense(first)
  const again = await upload(await image().jpeg({ quality: 35 }).toBuffer(), { onDuplicate: 'replace' })
  expect(again.file.outcome).toBe('needs_review')
  expect(await kept()).toEqual(expect.arrayContaining([first, again.file.receiptId]))
})

describe('PDFs made by one form', () => {
  const invoice = (number: string, total: string) =>
    printedPdf([
      'CORNER SHOP LTD',
      'INVOICE',
      `No. ${number}`,
      'Thank you for your order',
      `TOTAL ${total} EUR`,
    ])
  const fields = (number: string, total: string) => ({ ...lunch, receiptNumber: number, total })

  it('are different when their figures are; the same one, saved again, is known', async () => {
    const bills = [
      ['2026-1001', '12.50'],
      ['2026-1002', '12.50'],
      ['2026-1003', '99.00'],
    ] as const
    for (const [number, total] of bills) {
      const bytes = invoice(number, total)
      ledger.answers.set(sha256Of(bytes), fields(number, total))
      expect((await upload(bytes)).file).toMatchObject({ outcome: 'extracted' })
    }
    expect(await open()).toEqual([])
    const again = Buffer.concat([invoice('2026-1002', '12.50'), Buffer.from('% saved again\n')])
    ledger.answers.set(sha256Of(again), fields('2026-1002', '12.50'))
    expect((await upload(again)).file.outcome).toBe('needs_review')
    expect(await open()).toMatchObject([{ kind: 'picture' }])
  })
})
