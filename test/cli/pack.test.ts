import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { unzipSync } from 'fflate'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { runPack } from '../../src/cli/commands/pack.ts'
import { runCommand } from '../support/command-context.ts'
import { type Ledger, openLedger, type Person, sha256Of } from '../support/ledger.ts'

const lunch = { merchant: 'Lunch', purchaseDate: '2026-10-03', currency: 'EUR', total: '12.00' }
let folder: string
let ledger: Ledger
let user: Person

beforeAll(async () => {
  ledger = await openLedger()
})

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expensa-pack-'))
  user = ledger.signIn()
  const id = await user.bring(lunch)
  await user.bring({ ...lunch, merchant: 'Taxi' })
  await user.bring({ ...lunch, purchaseDate: '2025-12-31' })
  await user.client.editExpense(id, { note: 'with Ada' })
  return () => rm(folder, { recursive: true })
})

const pack = (output: string) =>
  runCommand(user.client, (context) => runPack(context, { year: '2026', output }))

it('packs a year into a directory that sha256sum verifies', async () => {
  const output = join(folder, 'y2026')
  const { code, stderr } = await pack(output)
  expect([code, stderr]).toEqual([0, expect.stringContaining('2 expenses with originals')])
  const { stdout } = await promisify(execFile)('sha256sum', ['-c', 'SHA256SUMS'], { cwd: output })
  expect(stdout.split('\n').filter((line) => line.endsWith(': OK'))).toHaveLength(5)
  expect(await readdir(join(output, 'originals'))).toHaveLength(2)
  const { schema, expenses } = JSON.parse(await readFile(join(output, 'records.json'), 'utf8'))
  expect(schema).toBe('expensa.pack/1')
  const original = await readFile(join(output, expenses[0].original))
  expect(sha256Of(original)).toBe(expenses[0].receipt.sha256)
  const { edits } = JSON.parse(await readFile(join(output, 'edits.json'), 'utf8'))
  expect(edits).toMatchObject([{ field: 'note', before: null, after: 'with Ada' }])
})

it('packs the same into a ZIP archive', async () => {
  const output = join(folder, 'y2026.zip')
  await pack(output)
  const files = unzipSync(await readFile(output))
  const sums = Buffer.from(files['y2026/SHA256SUMS'] ?? []).toString()
  const listed = sums
    .trim()
    .split('\n')
    .map((line) => line.split('  '))
  expect(Object.keys(files)).toHaveLength(6)
  for (const [sha256, path] of listed)
    expect(sha256Of(files[`y2026/${path}`] ?? Buffer.from(''))).toBe(sha256)
})

it('leaves no archive behind when an original is not what was uploaded', async () => {
  const output = join(folder, 'y2026.zip')
  await ledger.db
    .updateTable('receipts')
    .set({ sha256: 'a'.repeat(64) })
    .where('user_id', '=', user.userId)
    .where('id', 'in', ledger.db.selectFrom('expenses').select('id').where('merchant', '=', 'Taxi'))
    .execute()
  await expect(pack(output)).rejects.toMatchObject({ code: 'checksum_mismatch' })
  expect(await readdir(folder)).toEqual([])
})

it('overwrites nothing', async () => {
  await expect(pack(folder)).rejects.toMatchObject({ code: 'usage' })
})

it('says what belongs to no year', async () => {
  await user.bring({ merchant: 'Undated' })
  const { stderr } = await pack(join(folder, 'y2026.zip'))
  expect(stderr).toContain('1 without a purchase date')
})
