import { copyFileSync, cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { join, resolve } from 'node:path'
import sharp from 'sharp'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { serverEnvironment } from '../support/backend.ts'
import { type Cli, openCli, program } from '../support/cli.ts'
import { type Cloud, standInBucket, startCloud } from '../support/cloud.ts'
import { runGuide, sayTheSame } from '../support/guide.ts'
import { receiptPdf, writeTo } from '../support/receipt-files.ts'
import { sampleReceipts } from '../support/receipts.ts'

/** What README.md and docs/guide.md show is what the commands print. `npm run docs` writes it anew. */

let cli: Cli
let cloud: Cloud

beforeEach(async () => {
  cli = openCli({ first: true, after: onTestFinished })
  cloud = await startCloud(standInBucket)
  return () => cloud.close()
})

/** The page with what its commands print now; as it is where that says the same. */
async function rewritten(page: string, directory: string): Promise<string> {
  mkdirSync(join(cli.home, 'bin'))
  symlinkSync(program, join(cli.home, 'bin', 'expensa'))
  const env = { ...cli.env, PATH: `${join(cli.home, 'bin')}:${process.env.PATH}`, TZ: 'UTC' }
  const server = { ...serverEnvironment(cloud), EXPENSA_REGISTRATION: 'invite' }
  const envOf = (command: string) => (/^expensa (serve|worker|migrate|invite)\b/.test(command) ? server : {})
  const names: [string, string][] = [
    [cli.data, '/home/ada/.local/share/expensa'],
    [cli.home, '/home/ada'],
    [`expensa on ${hostname()}`, 'expensa on pc'],
  ]
  const before = readFileSync(page, 'utf8')
  const written = await runGuide(before, { directory, env, envOf, names })
  return sayTheSame(written, before) ? before : written
}

test('README.md shows what commands print', async () => {
  await expect(await rewritten('README.md', resolve('.'))).toMatchFileSnapshot('../../README.md')
}, 300_000)

test('docs/guide.md shows what commands print', async () => {
  for (const { name, path } of sampleReceipts()) {
    mkdirSync(join(cli.home, 'receipts'), { recursive: true })
    copyFileSync(path, join(cli.home, 'receipts', `${name.replace(/^\d+-/, '')}.jpg`))
  }
  cpSync('test/fixtures/guide', cli.home, { recursive: true })
  writeTo(
    join(cli.home, 'inbox', 'bookshop.pdf'),
    receiptPdf({ merchant: 'Bookshop Turner', date: '2020-04-16', total: '12.50' }),
  )
  const parking = join(cli.home, 'receipts', 'parking.jpg')
  writeTo(join(cli.home, 'parking-again.jpg'), await sharp(parking).resize(400).jpeg().toBuffer())
  const labelled = join(cli.home, 'labelled', 'sample')
  const known = { id: 'parking', merchant: 'Dion Realties', date: '2018-05-30', total: '5.00' }
  writeTo(join(labelled, 'labels', 'parking.json'), JSON.stringify(known))
  writeTo(join(labelled, 'images', 'parking.jpg'), readFileSync(parking))
  await expect(await rewritten('docs/guide.md', cli.home)).toMatchFileSnapshot('../../docs/guide.md')
}, 600_000)
