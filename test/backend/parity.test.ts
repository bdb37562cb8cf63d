import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commandInfos } from '../../src/cli/command-tree.ts'
import { type ServerProcess, serverEnvironment, startServer } from '../support/backend.ts'
import { type Cli, openCli } from '../support/cli.ts'
import { type Cloud, standInBucket, startCloud } from '../support/cloud.ts'
import { openPlace } from '../support/place.ts'
import { positionedReceipt } from '../support/positioned.ts'
import { programOnPaper } from '../support/program.ts'
import { receiptPdf, writeTo } from '../support/receipt-files.ts'
import { sampleReceipt } from '../support/receipts.ts'

/**
 * Every command says and does the same on this machine and on a backend: each is run in both places, on the
 * same receipts, and what it prints, its exit code and the files it writes are compared. Only what differs
 * from run to run is set equal: ids, times, durations, directories, and where an original is kept.
 *
 * What differs for a reason is in `differing` and `elsewhere`, with the reason.
 */

/** `$name` is the id of the receipt in `name.*`. Later lines see what earlier ones changed. */
const same = [
  // Before there is anything.
  'list',
  'report',
  'batch list',
  'rules list',

  // Bringing receipts in.
  'upload receipts --concurrency 1 --json',
  'upload again/again.pdf --json',
  'upload again/turned.jpg --json',
  'upload receipts/books.pdf receipts/books.pdf gone.jpg --concurrency 1 --json',
  'upload later/new.pdf --category books --project berlin --tag trip --strict --ndjson',
  'upload later/away.pdf --move-to done',
  'batch list',
  'batch show $batch --json',
  'batch resume $batch',
  'status --json',
  'retry $broken --json',

  // Looking.
  'list --json',
  'summary',
  'show $books --json',
  'show ffffffff',

  // Keeping it right.
  'edit $books --total 13.50 --category books --tag a --tag b --note Lunch --remember',
  'edit $cafe $taxi --project berlin --json',
  'edit $books ffffffff --tag c',
  'show $books --json',
  'confirm $cafe ffffffff --json',
  'delete $lunch --yes --json',
  'list --deleted',
  'restore $lunch --json',
  'duplicates --json',
  'duplicates resolve $parking $turned --keep first --yes --json',
  'rules add Corner --rename "Corner Shop Ltd" --category food',
  'rules add Bookshop --category reading --json',
  'rules list --json',
  'rules remove Bookshop --json',
  'open $books -o original.pdf',
  'reextract --month 2026-10 --diff --json',
  'reextract $books --yes',
  'show $books --json',

  // For the books.
  'export --format beancount',
  'export --format ledger --since-last',
  'export --format ledger --since-last',
  'export -o books.xlsx',
  'report --month 2026-10 --name Ada -o report.pdf',
  'pack --year 2026 -o packed.zip',
  'match statement.csv --json --strict',
  'rates import rates.csv',

  // For shells and scripts.
  'complete --refresh',
  'complete -- show ""',
]

/** What says something else, for a reason: the command, what it ends and says in each place. */
const differing: [why: string, line: string, here: [number, string], there: [number, string]][] = [
  [
    'it tells who reads, and what that costs',
    'upload --dry-run later',
    [0, 'on this machine: no quota, no cost.'],
    [0, 'by the backend'],
  ],
  ['it tells the place', 'whoami', [0, 'Nobody: commands work on this machine'], [0, 'ada@example.com at']],
  ['it tells the place', 'whoami --json', [0, '"account": null'], [0, '"email": "ada@example.com"']],
  [
    'it tries what there is',
    'doctor',
    [0, 'configuration: this machine'],
    [0, 'credentials: ada@example.com'],
  ],
  [
    'a preflight looks where bytes leave the machine; here recognition itself says that there is nothing',
    'upload blank.jpg',
    [0, '1 to review.'],
    [1, 'Nothing can be read in it'],
  ],
  [
    'a card number may stay on the machine it is on',
    'upload card.pdf',
    [0, 'card number'],
    [1, 'A whole card number stands on it.'],
  ],
  [
    'each reads with the models that are set up there',
    'reextract $books --model gemini-9-ultra --diff',
    [1, 'GEMINI_API_KEY is not set.'],
    [2, 'This backend does not read with gemini-9-ultra.'],
  ],
  ['this machine has no tokens', 'token list', [4, 'not signed in to a backend'], [0, '']],
  ['this machine has no sessions', 'session list', [4, 'not signed in to a backend'], [0, 'this one']],
  ['this machine has no sessions', 'logout', [0, 'not signed in'], [0, 'Signed out of']],
]

/** Commands that are not compared. */
const elsewhere: Record<string, string> = {
  watch: 'below: it has to be stopped',
  review: 'below: it needs a terminal',
  register: 'makes the account of the backend',
  login: 'is about backends',
  'token create': 'is about backends',
  'token revoke': 'is about backends',
  'session revoke': 'is about backends',
  serve: 'for whoever runs a backend',
  invite: 'for whoever runs a backend',
  worker: 'for whoever runs a backend',
  migrate: 'for whoever runs a backend',
  backup: 'works on records and originals beside the API: test/operator',
  eval: 'reads on this machine, keeps nothing',
  completion: 'does not ask for anything',
  schema: 'does not ask for anything',
}

const here = openCli()
const there = openCli()
let cloud: Cloud
let backend: ServerProcess
let worker: ServerProcess

beforeAll(async () => {
  cloud = await startCloud(standInBucket)
  const environment = {
    ...serverEnvironment(cloud),
    EXPENSA_REGISTRATION: 'open',
    EXPENSA_CONCURRENCY: '1',
  }
  backend = await startServer('backend', environment)
  worker = await startServer('worker', environment)
  const parking = sampleReceipt('002-parking').bytes
  const turned = await sharp(parking).resize(500).rotate(180).jpeg().toBuffer()
  const positioned = await positionedReceipt()
  const blank = await sharp({ create: { width: 600, height: 800, channels: 3, background: '#ddd' } })
    .jpeg()
    .toBuffer()
  for (const { home } of [here, there]) {
    const put = (name: string, bytes: Uint8Array | string) => writeTo(join(home, name), bytes)
    const pdf = (name: string, merchant: string, date: string, total: string, currency = 'EUR') =>
      put(name, receiptPdf({ merchant, date, total, currency }))
    pdf('receipts/books.pdf', 'Bookshop Turner', '2026-10-01', '12.50')
    pdf('receipts/cafe.pdf', 'Café Zürich', '2026-10-02', '4.80')
    pdf('receipts/lunch.pdf', 'Corner Shop', '2026-10-03', '11.20')
    pdf('receipts/taxi.pdf', 'City Taxi', '2026-09-12', '30.00', 'USD')
    pdf('receipts/undated.pdf', 'Kiosk', '-', '2.00')
    // The same purchase, but not the same bytes; the same picture, but not the same size.
    put('again/again.pdf', Buffer.concat([readFileSync(join(home, 'receipts/lunch.pdf')), Buffer.of(10)]))
    put('receipts/parking.jpg', parking)
    put('again/turned.jpg', turned)
    put('receipts/broken.pdf', '%PDF-1.7\nand nothing of what should follow')
    put('receipts/list.txt', 'no receipt')
    put('receipts/.expensa.toml', 'tags = ["october"]\n')
    pdf('later/new.pdf', 'Stationer', '2026-10-07', '7.70')
    pdf('later/away.pdf', 'Florist', '2026-10-08', '8.80')
    pdf('later/corner.pdf', 'Corner Shop', '2026-10-09', '9.90')
    pdf('later/slow.pdf', 'Slow Food', '2026-10-10', '10.10')
    pdf('inbox/scan.pdf', 'Ironmonger', '2026-10-11', '11.10')
    put('positioned.jpg', positioned)
    put('blank.jpg', blank)
    pdf('card.pdf', 'Fuel VISA 4111 1111 1111 1111', '2026-10-12', '60.00')
    put(
      'statement.csv',
      'Date,Description,Amount,Currency\n2026-10-02,BOOKSHOP TURNER,-13.50,EUR\n2026-10-20,GYM,-40.00,EUR\n',
    )
    put('rates.csv', 'Date,USD,GBP,\n2026-09-11,1.10,0.85,\n')
    mkdirSync(join(home, 'done'))
  }
  const args = ['register', '--url', backend.url, '--email', 'ada@example.com', '--password-stdin']
  const { code, stderr } = await there.run(args, { input: 'a long password\n' })
  if (code !== 0) throw new Error(stderr)
})

afterAll(async () => {
  await worker.stop()
  await backend.stop()
  await cloud.close()
})

const places = [openPlace(here), openPlace(there)] as const

async function both<T>(ask: (place: (typeof places)[number]) => Promise<T>): Promise<[T, T]> {
  return Promise.all([ask(places[0]), ask(places[1])])
}

describe('says and does the same on this machine and on a backend', () => {
  test.each(same)('%s', async (line) => {
    const [local, remote] = await both((place) => place.run(line))
    expect(remote).toEqual(local)
  })

  test('upload --no-wait, and what status says once it is read', async () => {
    const [local, remote] = await both((place) => place.run('upload later/slow.pdf --no-wait --json'))
    expect(remote).toEqual(local)
    expect(JSON.parse(local.stdout).counts.pending).toBe(1)
    const read = async () => both(async (place) => (await place.run('list --merchant Slow --json')).stdout)
    await expect
      .poll(read, { timeout: 30_000, interval: 500 })
      .not.toContainEqual(expect.stringContaining('"expenses": []'))
    const [listed, listedThere] = await read()
    expect(listedThere).toEqual(listed)
  })

  test('watch', async () => {
    const watch = async (cli: Cli) => {
      const watching = cli.start(['watch', 'inbox', '--settle', '1', '--delete', '--ndjson'])
      watching.child.stdout?.once('data', () => watching.child.kill('SIGINT'))
      return watching.finished
    }
    const [local, remote] = await Promise.all([watch(here), watch(there)])
    const said = (place: number, { code, stdout, stderr }: typeof local) => ({
      code,
      stdout: places[place]?.settled(stdout),
      stderr: places[place]?.settled(stderr),
    })
    expect(said(1, remote)).toEqual(said(0, local))
    expect([readdirSync(join(here.home, 'inbox')), readdirSync(join(there.home, 'inbox'))]).toEqual([[], []])
  })

  test('review', async () => {
    const press = (cli: Cli) =>
      cli.terminal(['review'], {
        env: { NO_COLOR: '1' },
        steps: [
          ['quit', 's'],
          ['quit', 'a'],
          ['quit', 'q'],
        ],
      })
    const [local, remote] = await Promise.all([press(here), press(there)])
    expect(places[1].settled(remote.screen)).toEqual(places[0].settled(local.screen))
    expect(remote.code).toBe(local.code)
  })

  test.each(['original.pdf', 'books.xlsx', 'report.pdf', 'packed.zip', 'done'])(
    'writes the same: %s',
    async (name) => {
      const [local, remote] = await both((place) => place.contents(name))
      expect(remote).toEqual(local)
    },
  )
})

describe('says something else, for a reason', () => {
  test('a position is blanked in what leaves the machine, and stays in what does not', async () => {
    const stored = async ({ run, json, home }: Cli) => {
      const { files } = await json(['upload', 'positioned.jpg'])
      expect((await run(['open', files[0].receiptId, '-o', 'photo.jpg'])).code).toBe(0)
      return readFileSync(join(home, 'photo.jpg'))
    }
    const bytes = readFileSync(join(here.home, 'positioned.jpg'))
    expect(await stored(here)).toEqual(bytes)
    const sent = await stored(there)
    expect([sent.equals(bytes), sent.length]).toEqual([false, bytes.length])
  })

  test.each(differing)('%s: %s', async (_, line, [codeHere, saidHere], [codeThere, saidThere]) => {
    const [local, remote] = await both((place) => place.run(line))
    const said = ({ code, stdout, stderr }: typeof local) => [code, stdout + stderr]
    expect(said(local)).toEqual([codeHere, expect.stringContaining(saidHere)])
    expect(said(remote)).toEqual([codeThere, expect.stringContaining(saidThere)])
  })
})

test('no command is missing here', () => {
  const lines = [...same, ...differing.map(([, line]) => line), ...Object.keys(elsewhere)]
  const isRun = (name: string) => lines.some((line) => `${line} `.startsWith(`${name} `))
  const names = commandInfos(programOnPaper()).map(({ name }) => name)
  expect(names.filter((name) => !isRun(name))).toEqual([])
})
