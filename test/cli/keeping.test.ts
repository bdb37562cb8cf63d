import { chmod, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Cli, openCli } from '../support/cli.ts'
import { sampleReceipts } from '../support/receipts.ts'

const [sample] = sampleReceipts()
let cli: Cli
let id: string

beforeAll(async () => {
  cli = openCli()
  const { files } = await cli.json(['upload', sample?.path ?? ''])
  id = files[0].receiptId
})

describe('expensa edit', () => {
  it('sets fields, says what is left, and shows who changed what', async () => {
    const args = ['edit', id.slice(-8), '--merchant', 'Corner Shop', '--total', '7.50', '--currency', 'eur']
    const edited = await cli.json([...args, '--project', 'berlin', '--tag', 'client'])
    expect(edited.schema).toBe('expensa.edit/1')
    expect(edited.expenses[0]).toMatchObject({
      merchant: 'Corner Shop',
      total: { amount: '7.50', minorUnits: 750, currency: 'EUR' },
      project: 'berlin',
      tags: ['client'],
    })
    const { stdout } = await cli.run(['show', id.slice(-8)])
    expect(stdout).toMatch(/Edited +\d{4}-\d\d-\d\d merchant: .* → Corner Shop/)
    expect(stdout).toMatch(/Total +7\.50 EUR {2}\(edited\)/)
    expect((await cli.json(['list', '--project', 'berlin'])).expenses).toHaveLength(1)
    expect((await cli.json(['list', '--project', 'paris'])).expenses).toHaveLength(0)
  })

  it.each([
    [['edit', 'SHORT'], /Nothing to change/],
    [['edit', 'SHORT', '--total', 'many'], /no amount in EUR/],
    [['edit', 'SHORT', '--date', 'yesterday'], /Not a date: "yesterday"/],
  ])('refuses %j as wrong usage', async (args, message) => {
    const { code, stderr, stdout } = await cli.run(args.map((arg) => (arg === 'SHORT' ? id.slice(-8) : arg)))
    expect(stderr).toMatch(message)
    expect([code, stdout]).toEqual([2, ''])
  })

  it('goes on with the other ids when one does not exist', async () => {
    const { code, stderr, stdout } = await cli.run(['edit', 'ffff0000', id.slice(-8), '--note', 'kept'])
    expect(code).toBe(3)
    expect(stderr).toContain('There is no expense "ffff0000"')
    expect(stdout).toContain('Corner Shop')
  })
})

describe('expensa confirm', () => {
  it('leaves nothing to review', async () => {
    const { expenses } = await cli.json(['confirm', id.slice(-8)])
    expect(expenses[0]).toMatchObject({ status: 'confirmed', reviewReasons: [] })
  })
})

describe('expensa reextract', () => {
  it('shows the difference, changes nothing unasked, and never what was edited', async () => {
    expect((await cli.run(['reextract'])).code).toBe(2)
    const [before] = (await cli.json(['list'])).expenses
    const { stdout, stderr, code } = await cli.run(['reextract', id.slice(-8), '--model', 'local'])
    expect(code).toBe(0)
    expect(stderr).toContain('edited fields stay')
    expect(stdout).not.toMatch(/merchant |total /)
    expect((await cli.json(['list'])).expenses).toEqual([before])
    const { expenses } = await cli.json(['reextract', id.slice(-8), '--yes'])
    expect(expenses).toMatchObject([{ id, extractor: 'local-ocr' }])
    expect((await cli.json(['list'])).expenses[0]).toMatchObject({ merchant: 'Corner Shop' })
  })

  it('says once what would meet every receipt, and what to do', async () => {
    const { stderr, code } = await cli.run(['reextract', id, id, '--model', 'gemini', '--diff'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^expensa: GEMINI_API_KEY is not set\.\nSet it\. [^\n]+\n$/)
  })
})

describe('expensa delete and restore', () => {
  it('asks for --yes without a terminal, takes away, and brings back', async () => {
    const refused = await cli.run(['delete', id.slice(-8)])
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('--yes')
    const deleted = await cli.run(['delete', id.slice(-8), '--yes'])
    expect(deleted.stderr).toContain(`expensa restore ${id.slice(-8)}`)
    expect((await cli.json(['list'])).expenses).toEqual([])
    expect((await cli.json(['list', '--deleted'])).expenses).toHaveLength(1)
    expect((await cli.json(['restore', id.slice(-8)])).ids).toEqual([id])
    expect((await cli.json(['list'])).expenses).toHaveLength(1)
  })
})

describe('expensa open', () => {
  it('writes the original to a file, and overwrites only when told to', async () => {
    const output = join(await mkdtemp(join(cli.home, 'opened-')), 'original.jpg')
    expect((await cli.run(['open', id.slice(-8), '--output', output])).code).toBe(0)
    expect(await readFile(output)).toEqual(Buffer.from(sample?.bytes ?? []))
    const again = await cli.run(['open', id.slice(-8), '--output', output])
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('--force')])
    expect((await cli.run(['open', id.slice(-8), '--output', output, '--force'])).code).toBe(0)
  })

  it('hands it to the viewer, and says so when there is none', async () => {
    const viewer = join(cli.home, 'viewer')
    await writeFile(
      viewer,
      `#!/bin/sh\ncp "$1" "${cli.home}/seen.tmp" && mv "${cli.home}/seen.tmp" "${cli.home}/seen"\n`,
    )
    await chmod(viewer, 0o755)
    const opened = await cli.run(['open', id.slice(-8)], { env: { EXPENSA_VIEWER: viewer } })
    expect(opened.stderr).toMatch(/Opened .*\.jpg/)
    await expect
      .poll(() => readFile(join(cli.home, 'seen')).catch(() => null))
      .toEqual(Buffer.from(sample?.bytes ?? []))
    const none = await cli.run(['open', id.slice(-8)], { env: { EXPENSA_VIEWER: '/no/such/viewer' } })
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('--output')])
  })
})
