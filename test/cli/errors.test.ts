import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { crc32, createDeflate } from 'node:zlib'
import pg from 'pg'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openEmbeddedPostgres } from '../../src/local/embedded-postgres.ts'
import { openCli, program } from '../support/cli.ts'
import { isRoot, nobody, self, serverPid, until } from '../support/participant.ts'
import { receiptPdf, writeTo } from '../support/receipt-files.ts'
import { sampleReceipt } from '../support/receipts.ts'

const cli = openCli()
const file = (name: string) => join(cli.home, 'files', name)
const good = receiptPdf({ merchant: 'Bookshop Turner', date: '2026-10-03', total: '12.50' })

function pngChunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(data.length, 0)
  body.copy(framed, 4)
  framed.writeUInt32BE(crc32(body), body.length + 4)
  return framed
}

/** A black-and-white PNG; `data` is what stands for its rows. */
function png(width: number, height: number, data: Uint8Array): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([1, 0, 0, 0, 0], 8)
  const signature = Buffer.from('89504e470d0a1a0a', 'hex')
  return Buffer.concat([
    signature,
    pngChunk('IHDR', header),
    pngChunk('IDAT', data),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

/** All rows of a white picture, which compress to next to nothing. */
async function whiteRows(width: number, height: number): Promise<Buffer> {
  const deflate = createDeflate()
  const row = Buffer.alloc(1 + Math.ceil(width / 8), 0xff).fill(0, 0, 1)
  const rows = Buffer.concat(Array.from({ length: 100 }, () => row))
  for (let written = 0; written < height; written += 100) deflate.write(rows)
  deflate.end()
  const parts: Buffer[] = []
  for await (const part of deflate) parts.push(part)
  return Buffer.concat(parts)
}

interface Failed {
  file: string
  outcome: string
  failure: { code: string; message: string; hint: string | null } | null
}

describe('a batch in which much is wrong', () => {
  let results = new Map<string, Failed>()
  let stderr = ''

  beforeAll(async () => {
    writeTo(file('good.pdf'), good)
    writeTo(file('words.jpg'), 'These are words, and no picture.')
    writeTo(file('empty.png'), '')
    writeTo(file('truncated.jpg'), sampleReceipt('001-motor-shop').bytes.subarray(0, 20_000))
    writeTo(file('zero.png'), png(0, 0, Buffer.alloc(0)))
    writeTo(file('bomb.png'), png(50_000, 50_000, Buffer.alloc(100)))
    writeTo(file('huge.png'), png(50_000, 50_000, await whiteRows(50_000, 50_000)))
    writeTo(file('large.pdf'), Buffer.concat([good, Buffer.alloc(25 * 1024 * 1024)]))
    writeTo(file('broken.pdf'), '%PDF-1.7\nand nothing of what should follow')
    const run = await cli.run(['upload', '--json', 'files', 'gone.jpg'])
    expect(run.code).toBe(3)
    stderr = run.stderr
    results = new Map(JSON.parse(run.stdout).files.map((result: Failed) => [result.file, result]))
  })

  test.each([
    ['files/words.jpg', 'unsupported_type', 'not a JPEG, PNG, WebP, HEIC, TIFF or PDF'],
    ['files/empty.png', 'file_empty', 'is empty'],
    ['files/truncated.jpg', 'image_corrupt', 'damaged or incomplete: premature end'],
    ['files/zero.png', 'image_corrupt', 'damaged or incomplete'],
    ['files/bomb.png', 'image_too_large', '50000×50000 pixels'],
    ['files/huge.png', 'image_too_large', '50000×50000 pixels'],
    ['files/large.pdf', 'file_too_large', 'larger than 25 MB'],
    ['files/broken.pdf', 'image_corrupt', 'PDF'],
    ['gone.jpg', 'file_unreadable', 'There is no such file'],
  ])('%s is %s, with a next step', (name, code, message) => {
    const result = results.get(name)
    expect(result).toMatchObject({
      outcome: 'failed',
      failure: { code, hint: expect.stringMatching(/.{10}/) },
    })
    expect(result?.failure?.message).toContain(message)
    // A person reads it, too.
    expect(stderr).toContain(`✗ ${name}: ${result?.failure?.message}\n  ${result?.failure?.hint}\n`)
  })

  test('brings in what is good', () => {
    expect(results.get('files/good.pdf')).toMatchObject({ outcome: 'extracted' })
    expect(results.size).toBe(10)
  })

  test('a failed file that is mended comes in under the same name', async () => {
    const person = openCli({ after: onTestFinished })
    const path = join(person.home, 'words.jpg')
    writeTo(path, 'These are words, and no picture.')
    expect((await person.run(['upload', path])).code).toBe(1)
    writeTo(path, receiptPdf({ merchant: 'Corner Café', date: '2026-10-04', total: '3.00' }))
    const { stdout, code } = await person.run(['upload', path])
    expect(code).toBe(0)
    expect(stdout).toMatch(/extracted +Corner Café +2026-10-04 +3\.00 EUR/)
  })

  test('the same broken file again fails again, and alone it is a failure of the command', async () => {
    const { stderr: said, code } = await cli.run(['upload', 'files/truncated.jpg'])
    expect(code).toBe(1)
    expect(said).toContain('damaged or incomplete')
  })
})

test('a directory without receipts is a wrong argument', async () => {
  writeTo(join(cli.home, 'none', 'notes.txt'), 'nothing')
  for (const options of [[], ['--dry-run']]) {
    const { stdout, stderr, code } = await cli.run(['upload', 'none', ...options])
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 })
    expect(stderr).toContain('expensa: There are no receipts in none.\nExpensa takes JPEG')
  }
})

// Root may read everything; the checkout of root may be closed to everybody else.
const user = isRoot ? nobody : self
const { uid, gid } = user
const mayRun = spawnSync(process.execPath, [program, '--version'], isRoot ? { uid, gid } : {}).status === 0

if (mayRun) {
  describe('for an ordinary user', () => {
    test('what may not be read fails, and the rest goes on', async () => {
      const theirs = openCli({ user, after: onTestFinished })
      const closed = join(theirs.home, 'closed')
      writeTo(join(theirs.home, 'good.pdf'), good)
      chmodSync(writeTo(join(theirs.home, 'secret.pdf'), good), 0o000)
      writeTo(join(closed, 'inside.pdf'), good)
      chmodSync(closed, 0o000)
      const { stdout, code } = await theirs.run(['upload', '--json', 'secret.pdf', 'closed', 'good.pdf'])
      chmodSync(closed, 0o755)
      expect(code).toBe(3)
      const denied = { code: 'file_unreadable', message: 'You may not read this.', hint: expect.any(String) }
      expect(JSON.parse(stdout).files).toMatchObject([
        { file: 'secret.pdf', outcome: 'failed', failure: denied },
        { file: 'closed', outcome: 'failed', failure: denied },
        { file: 'good.pdf', outcome: 'extracted' },
      ])
      expect(statSync(theirs.data)).toMatchObject({ uid, mode: 0o40700 })
    })

    test('a data directory that may not be written is named', async () => {
      const theirs = openCli({ user, after: onTestFinished })
      chmodSync(theirs.home, 0o555)
      const env = { EXPENSA_HOME: join(theirs.home, 'elsewhere') }
      const { stderr, code } = await theirs.run(['list'], { env })
      chmodSync(theirs.home, 0o755)
      expect(code).toBe(1)
      expect(stderr).toContain(`${env.EXPENSA_HOME} cannot be created: EACCES`)
      expect(stderr).toContain('Set EXPENSA_HOME to a directory that you may write to.')
    })
  })
}

test.each([
  ['EXPENSA_CONCURRENCY', 'many', 'EXPENSA_CONCURRENCY: '],
  ['EXPENSA_DATABASE_URL', 'mysql://localhost', 'EXPENSA_DATABASE_URL: must begin with postgres://'],
  ['EXPENSA_HOME', '/dev/null/expensa', 'data directory /dev/null/expensa cannot be created'],
])('a wrong %s is named', async (name, value, message) => {
  const { stdout, stderr, code } = await cli.run(['list'], { env: { [name]: value } })
  expect({ stdout, code }).toEqual({ stdout: '', code: 1 })
  expect(stderr).toContain(message)
  expect(stderr.trimEnd().split('\n')).toHaveLength(2)
})

test('a database elsewhere that does not answer is told from one that is wrong', async () => {
  const env = { EXPENSA_DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }
  const { stderr, code } = await cli.run(['list'], { env })
  expect(code).toBe(7)
  expect(stderr).toContain('127.0.0.1:1')
})

test('settings that keep all receipts from being read end the command, and say so', async () => {
  const person = openCli({ after: onTestFinished })
  writeTo(join(person.home, 'later.pdf'), good)
  const { stderr, code } = await person.run(['upload', 'later.pdf'], { env: { GEMINI_API_KEY: 'a-key' } })
  expect(code).toBe(1)
  expect(stderr).toContain('EXPENSA_GEMINI_TIER')
  expect((await person.json(['upload', 'later.pdf'])).counts).toMatchObject({ extracted: 1 })
})

test.each([
  [['list', '--month', '2026-13'], 'Not a month'],
  [['list', '--from', '2026-02-30'], 'not a date'],
  [['list', '--from', '2026-03-01', '--to', '2026-02-01'], 'ends (2026-02-01) before it begins'],
  [['list', '--currency', 'XXX'], 'Must be a currency code such as EUR.'],
  [['list', '--min', 'abc'], "option '--min <amount>' argument 'abc' is invalid"],
  [['list', '--limit', '0'], 'whole number above 0'],
  [['list', '--json', '--csv'], 'cannot be used with'],
  [['list', '--sort', 'colour'], 'Allowed choices'],
  [['list', '--status', 'confirmd'], 'Allowed choices are extracted, needs_review, confirmed.'],
  [['uplaod', 'x'], 'Did you mean upload?'],
  [['help', 'batch', 'lisst'], 'There is no command or topic "batch lisst".'],
  [
    ['upload'],
    "missing required argument 'paths'\nUsage: expensa upload [options] <paths...>\nSee: expensa help upload",
  ],
  [
    ['edit', '1a2b', '--total'],
    'argument missing\nUsage: expensa edit [options] <ids...>\nSee: expensa help edit',
  ],
  [['batch', 'show'], "'id'\nUsage: expensa batch show [options] <id>\nSee: expensa help batch show"],
  [['batch', 'shw', '1a2b'], '(Did you mean show?)\nSee: expensa help batch\n'],
  [
    ['list', '--mont', '2026-10'],
    '(Did you mean --month?)\nUsage: expensa list [options]\nSee: expensa help list',
  ],
  [[], 'Usage: expensa'],
])('expensa %j is wrong usage', async (args, message) => {
  const { stdout, stderr, code } = await cli.run(args)
  expect({ stdout, code }).toEqual({ stdout: '', code: 2 })
  expect(stderr).toContain(message)
})

test.each([
  [['match', 'gone.csv'], 'gone.csv cannot be read: there is no such file.'],
  [['rates', 'import', '.'], '. cannot be read: it is a directory.'],
  [['export', '-o', 'gone/expenses.csv'], 'gone/expenses.csv cannot be written: there is no such directory.'],
])('expensa %j says why', async (args, message) => {
  const { stdout, stderr, code } = await cli.run(args)
  expect({ stdout, code }).toEqual({ stdout: '', code: 1 })
  expect(stderr).toContain(`expensa: ${message}\n`)
})

test('records of a newer version are left alone', async () => {
  const person = openCli({ after: onTestFinished })
  await person.json(['list'])
  await until(() => serverPid(person.data) === undefined, 'the server has ended')
  const directory = join(person.data, 'postgres')
  const postgres = await openEmbeddedPostgres({ directory, env: process.env })
  const client = new pg.Client(postgres.connection)
  await client.connect()
  await client.query(`insert into kysely_migration values ('9999-from-the-future', now()::text)`)
  await client.end()
  await postgres.close()
  const { stdout, stderr, code } = await person.run(['list'])
  expect({ stdout, code }).toEqual({ stdout: '', code: 1 })
  expect(stderr).toBe(
    'expensa: These records were last used by a newer version of Expensa.\nUpdate Expensa: npm install --global expensa@latest\n',
  )
})

if (isRoot) {
  describe('a full disk', () => {
    test('fails the file that does not fit; with room again, the same command brings it in', async () => {
      const small = openCli({ after: onTestFinished })
      const objects = join(small.data, 'objects')
      mkdirSync(objects, { recursive: true, mode: 0o700 })
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k,mode=700', 'expensa-test', objects])
      try {
        writeTo(join(small.home, 'a.pdf'), good)
        writeTo(join(small.home, 'b.pdf'), Buffer.concat([good, Buffer.alloc(400_000)]))
        // The same bytes once more: what befalls the first, befalls the copy.
        writeTo(join(small.home, 'c.pdf'), Buffer.concat([good, Buffer.alloc(400_000)]))
        const { stdout, code } = await small.run(['upload', '--json', 'a.pdf', 'b.pdf', 'c.pdf'])
        expect(code).toBe(3)
        expect(JSON.parse(stdout).files).toMatchObject([
          { outcome: 'extracted' },
          {
            outcome: 'failed',
            failure: { code: 'disk_full', hint: expect.stringContaining('Free some space') },
          },
          { outcome: 'failed', failure: { code: 'conflict', message: expect.stringContaining('b.pdf') } },
        ])
        execFileSync('mount', ['-o', 'remount,size=8m', objects])
        const again = await small.json(['upload', 'a.pdf', 'b.pdf', 'c.pdf'])
        // It is stored and read now; that it shows the same purchase as a.pdf is for a person to judge.
        expect(again.counts).toMatchObject({ needs_review: 1, duplicate: 2, failed: 0 })
      } finally {
        await until(() => serverPid(small.data) === undefined, 'the server has ended')
        execFileSync('umount', [objects])
      }
    })
  })
}

describe("Expensa's own files", () => {
  test('are no receipts: a directory above is brought in without them, and nothing of theirs is deleted', async () => {
    const own = openCli({ after: onTestFinished })
    writeTo(join(own.home, 'files', 'one.pdf'), good)
    expect((await own.run(['upload', 'files'])).code).toBe(0)
    const { stdout, code } = await own.run(['upload', '.', '--delete', '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout).files.map((result: Failed) => result.file)).toEqual(['files/one.pdf'])
    const opened = await own.run(['open', JSON.parse(stdout).files[0].receiptId, '-o', 'again.pdf'])
    expect(opened).toMatchObject({ code: 0 })
  })

  test.each([
    ['upload', 'data'],
    ['upload', 'data/objects', '--delete'],
    ['watch', 'data/objects'],
  ])('are refused when they are named: %s %s', async (...args) => {
    const own = openCli({ after: onTestFinished })
    mkdirSync(join(own.data, 'objects'), { recursive: true })
    const { stderr, code } = await own.run(args)
    expect(code).toBe(2)
    expect(stderr).toContain(`${args[1]} is where Expensa keeps its own files.`)
  })
})
