import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Cli, openCli } from '../support/cli.ts'
import { sampleReceipts } from '../support/receipts.ts'

const [first, second] = sampleReceipts()
let cli: Cli
let batchId: string

/** A folder with a good receipt and one that is cut off. */
beforeAll(async () => {
  cli = openCli()
  const folder = join(cli.home, 'receipts')
  await mkdir(folder)
  await copyFile(first?.path ?? '', join(folder, 'good.jpg'))
  await writeFile(join(folder, 'damaged.jpg'), first?.bytes.subarray(0, 3000) ?? '')
  const { code, stdout } = await cli.run(['upload', 'receipts', '--json'])
  expect(code).toBe(3)
  batchId = JSON.parse(stdout).batchId
})

describe('expensa status', () => {
  it('says what failed, why, and what to do', async () => {
    const { stdout, stderr, code } = await cli.run(['status'])
    expect(stdout).toMatch(/damaged\.jpg +failed +The picture is damaged/)
    expect(stdout).toContain('1 failed')
    expect([code, stderr]).toEqual([0, expect.stringContaining('expensa retry --failed')])
    const { counts, receipts } = await cli.json(['status'])
    expect(counts.failed).toBe(1)
    expect(receipts[0].receipt.originalFilename).toBe('damaged.jpg')
  })
})

describe('expensa retry', () => {
  it('tries again without the files, and tells that it failed again', async () => {
    const { code, stdout, stderr } = await cli.run(['retry', '--failed', '--json'])
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'expensa.retry/1',
      receipts: [{ receipt: { status: 'failed', attempts: 1, failureCode: 'image_corrupt' } }],
    })
    expect(stderr).toContain('Reading 1 receipt again.')
  })

  it('wants to know what', async () => {
    expect((await cli.run(['retry'])).code).toBe(2)
    expect((await cli.run(['retry', '--failed', '1a2b3c4d'])).code).toBe(2)
  })
})

describe('expensa batch', () => {
  it('lists and shows runs of upload', async () => {
    const { stdout } = await cli.run(['batch', 'list'])
    expect(stdout).toMatch(new RegExp(`${batchId.slice(-8)} .* 2 +2 .*1 failed.* receipts`))
    const { batch, receipts } = await cli.json(['batch', 'show', batchId.slice(-8)])
    expect(batch).toMatchObject({ id: batchId, source: { paths: ['receipts'], directory: cli.home } })
    expect(receipts).toHaveLength(2)
  })

  // Tried again, nothing would be missing.
  it('resumes a run from anywhere: what is there is known, what is missing comes in', {
    retry: 0,
  }, async () => {
    await copyFile(second?.path ?? '', join(cli.home, 'receipts', 'later.jpg'))
    const { stdout } = await cli.run(['batch', 'resume', batchId.slice(-8), '--json'], { cwd: '/' })
    const result = JSON.parse(stdout)
    expect(result.batchId).toBe(batchId)
    expect(result.counts).toMatchObject({ duplicate: 1, failed: 1 })
    expect(result.files).toHaveLength(3)
    const { receipts } = await cli.json(['batch', 'show', batchId])
    expect(receipts).toHaveLength(3)
  })
})
