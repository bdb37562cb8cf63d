import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { type Cli, openCli } from '../support/cli.ts'
import { sampleReceipts } from '../support/receipts.ts'

const [sample] = sampleReceipts()
let cli: Cli
let first: string

beforeEach(async () => {
  cli = openCli({ after: onTestFinished })
  const { files } = await cli.json(['upload', sample?.path ?? ''])
  first = files[0].receiptId
  await writeFile(join(cli.home, 'again.jpg'), await sharp(sample?.bytes).rotate(90).jpeg().toBuffer())
})

it('flags, lists, explains and settles a picture that came in again', async () => {
  const { files } = await cli.json(['upload', 'again.jpg'])
  const second = files[0].receiptId
  expect(files[0]).toMatchObject({ outcome: 'needs_review' })
  const why = `Same picture as ${first.slice(-8)}`
  expect((await cli.run(['duplicates'])).stdout).toContain(why)
  expect((await cli.run(['show', second.slice(-8)])).stdout).toContain(`! ${why}.`)
  const { duplicates } = await cli.json(['duplicates'])
  expect(duplicates).toMatchObject([{ receiptId: second, otherId: first, kind: 'picture' }])

  const resolve = ['duplicates', 'resolve', second.slice(-8), first.slice(-8), '--keep']
  expect((await cli.run([...resolve, 'second'])).code).toBe(2)
  const resolved = await cli.run([...resolve, 'second', '--yes'])
  expect(resolved.stderr).toContain(`expensa restore ${second.slice(-8)}`)
  expect((await cli.json(['duplicates'])).duplicates).toEqual([])
  const { counts } = await cli.json(['upload', 'again.jpg'])
  expect(counts).toMatchObject({ duplicate: 1 })
})

it('takes it away at once with --on-duplicate skip, and says of what it is a duplicate', async () => {
  await writeFile(join(cli.home, 'third.jpg'), await sharp(sample?.bytes).jpeg({ quality: 50 }).toBuffer())
  const { files } = await cli.json(['upload', 'third.jpg', '--on-duplicate', 'skip'])
  expect(files).toMatchObject([{ outcome: 'duplicate', receiptId: first }])
  expect((await cli.json(['list'])).expenses).toHaveLength(1)
  expect((await cli.json(['list', '--deleted'])).expenses).toHaveLength(1)
  const refused = await cli.run(['upload', 'third.jpg', '--on-duplicate', 'skip', '--no-wait'])
  expect(refused.code).toBe(2)
})
