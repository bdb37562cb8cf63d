import { copyFileSync, cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serverEnvironment } from '../support/backend.ts'
import { openCli, program } from '../support/cli.ts'
import { type Cloud, standInBucket, startCloud } from '../support/cloud.ts'
import { runGuide, sayTheSame } from '../support/guide.ts'
import { receiptPdf, writeTo } from '../support/receipt-files.ts'
import { sampleReceipts } from '../support/receipts.ts'

/** What docs/guide.md shows is what the commands print. `npm run docs` writes it anew. */

const cli = openCli()
let cloud: Cloud

beforeAll(async () => {
  cloud = await startCloud(standInBucket)
  for (const { name, path } of sampleReceipts()) {
    mkdirSync(join(cli.home, 'receipts'), { recursive: true })
    copyFileSync(path, join(cli.home, 'receipts', `${name.replace(/^\d+-/, '')}.jpg`))
  }
  cpSync('test/fixtures/guide', cli.home, { recursive: true })
  writeTo(
    join(cli.home, 'inbox', 'bookshop.pdf'),
    receiptPdf({ merchant: 'Bookshop Turner', date: '2020-04-16', total: '12.50' }),
  )
  const labelled = join(cli.home, 'labelled', 'sample')
  for (const folder of ['images', 'labels']) mkdirSync(join(labelled, folder), { recursive: true })
  const parking = join(cli.home, 'receipts', 'parking.jpg')
  writeTo(join(cli.home, 'parking-again.jpg'), await sharp(parking).resize(400).jpeg().toBuffer())
  copyFileSync(parking, join(labelled, 'images', 'parking.jpg'))
  const known = { id: 'parking', merchant: 'Dion Realties', date: '2018-05-30', total: '5.00' }
  writeTo(join(labelled, 'labels', 'parking.json'), JSON.stringify(known))
  mkdirSync(join(cli.home, 'bin'))
  symlinkSync(program, join(cli.home, 'bin', 'expensa'))
})

afterAll(() => cloud.close())

test('docs/guide.md shows what commands print', async () => {
  const env = { ...cli.env, PATH: `${join(cli.home, 'bin')}:${process.env.PATH}`, TZ: 'UTC' }
  const server = { ...serverEnvironment(cloud), EXPENSA_REGISTRATION: 'invite' }
  const envOf = (command: string) => (/^expensa (serve|worker|migrate|invite)\b/.test(command) ? server : {})
  const guide = readFileSync('docs/guide.md', 'utf8')
  const names: [string, string][] = [
    [cli.data, '/home/ada/.local/share/expensa'],
    [cli.home, '/home/ada'],
    [`expensa on ${hostname()}`, 'expensa on laptop'],
  ]
  const written = await runGuide(guide, { directory: cli.home, env, envOf, names })
  await expect(sayTheSame(written, guide) ? guide : written).toMatchFileSnapshot('../../docs/guide.md')
}, 600_000)
