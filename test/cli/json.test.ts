import { copyFileSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { beforeAll, describe, expect, test } from 'vitest'
import { commandInfos } from '../../src/cli/command-tree.ts'
import type { DocumentName, LineName } from '../../src/cli/documents.ts'
import { openCli } from '../support/cli.ts'
import { expectDocument, expectLines, type PrintedSchemas } from '../support/printed-json.ts'
import { programOnPaper } from '../support/program.ts'
import { receiptPdf, writeTo } from '../support/receipt-files.ts'

/**
 * Every command that prints JSON, run on a terminal that shows its progress: stdout, which goes to a file, is
 * JSON and nothing else, and exactly what `expensa schema` says.
 */

const cli = openCli()
let published: PrintedSchemas
let ids: string[] = []

/** Ids stand in for themselves, by their place: `$0` is the first expense. */
const printed: [args: string[], name: DocumentName, codes?: number[]][] = [
  [['upload', '--dry-run', 'receipts', '--json'], 'upload-plan'],
  [['upload', 'receipts', '--json'], 'upload', [3]],
  [['list', '--json'], 'expenses'],
  [['list', '--all', '--deleted', '--json'], 'expenses'],
  [['show', '$0', '--json'], 'expense'],
  [['summary', '--json'], 'summary'],
  [['edit', '$0', '--tag', 'trip', '--note', 'Lunch', '--json'], 'edit'],
  [['show', '$0', '--json'], 'expense'],
  [['confirm', '$0', '--json'], 'confirm'],
  [['delete', '$1', '--yes', '--json'], 'delete'],
  [['restore', '$1', '--json'], 'restore'],
  [['duplicates', '--json'], 'duplicates'],
  [['duplicates', 'resolve', '$2', '$3', '--keep', 'both', '--json'], 'duplicate'],
  [['rules', 'add', 'Bookshop', '--category', 'books', '--json'], 'rule'],
  [['rules', 'list', '--json'], 'rules'],
  [['rules', 'remove', 'Bookshop', '--json'], 'rules-removed'],
  [['status', '--json'], 'status'],
  [['retry', '--failed', '--json'], 'retry', [1]],
  [['reextract', '$1', '--diff', '--json'], 'reextract'],
  [['batch', 'list', '--json'], 'batches'],
  [['batch', 'show', '$batch', '--json'], 'batch'],
  [['batch', 'resume', '$batch', '--json'], 'upload', [3]],
  [['export', '--format', 'json'], 'export'],
  [['match', 'statement.csv', '--json'], 'match'],
  [['whoami', '--json'], 'whoami'],
  [['doctor', '--json'], 'doctor'],
  [['eval', 'labelled', '--json'], 'eval'],
  [['schema'], 'schema'],
]

const printedLines: [args: string[], name: LineName, codes?: number[]][] = [
  [['upload', 'receipts', '--ndjson'], 'upload --ndjson', [3]],
  [['upload', '--dry-run', 'receipts', '--ndjson'], 'upload --dry-run --ndjson'],
  [['list', '--ndjson'], 'list --ndjson'],
  [['export', '--format', 'ndjson'], 'export --format ndjson'],
]

async function stdoutOf(args: string[], codes = [0]): Promise<string> {
  const batch = args.includes('$batch') ? (await cli.json(['batch', 'list'])).batches.at(-1).id : ''
  const named = args.map((arg) => arg.replace('$batch', batch).replace(/^\$(\d)$/, (_, i) => ids[i] ?? ''))
  const stdoutTo = join(cli.home, 'out.json')
  const { screen, code } = await cli.terminal(named, { stdoutTo })
  expect(codes, screen).toContain(code)
  return readFileSync(stdoutTo, 'utf8')
}

beforeAll(async () => {
  const file = (name: string) => join(cli.home, 'receipts', name)
  const receipts = {
    books: 'Bookshop Turner',
    cafe: 'Café Zürich',
    lunch: 'Corner Shop',
    again: 'Corner Shop',
  }
  for (const [i, [name, merchant]] of Object.entries(receipts).entries()) {
    writeTo(
      file(`${name}.pdf`),
      receiptPdf({ merchant, date: `2026-10-0${Math.min(i + 1, 3)}`, total: '12.50' }),
    )
  }
  // The same purchase, but not the same bytes.
  writeTo(file('again.pdf'), Buffer.concat([readFileSync(file('again.pdf')), Buffer.from('\n')]))
  writeTo(file('broken.pdf'), '%PDF-1.7\nand nothing of what should follow')
  writeTo(
    join(cli.home, 'statement.csv'),
    'Date,Description,Amount,Currency\n2026-10-02,BOOKSHOP,-12.50,EUR\n',
  )
  const labelled = join(cli.home, 'labelled', 'shops')
  mkdirSync(join(labelled, 'images'), { recursive: true })
  copyFileSync(file('books.pdf'), join(labelled, 'images', 'books.pdf'))
  writeTo(
    join(labelled, 'labels', 'books.json'),
    JSON.stringify({
      id: 'books',
      merchant: 'Bookshop',
      date: '2026-10-01',
      total: '12.50',
      currency: 'EUR',
    }),
  )
  published = JSON.parse((await cli.run(['schema'])).stdout)
})

// Tried again, a command would find its work done.
describe('on a terminal with progress, stdout is what the schema says', { retry: 0 }, () => {
  test.each(printed)('%j', async (args, name, codes) => {
    const stdout = await stdoutOf(args, codes)
    expect(expectDocument(stdout, published)).toBe(name)
    if (name === 'upload') {
      const { files } = JSON.parse(stdout)
      const found = ['books', 'cafe', 'lunch', 'again'].map((file) =>
        files.find((each: { file: string }) => each.file.endsWith(`${file}.pdf`)),
      )
      ids = found.map(({ expense }) => expense.id)
    }
  })

  test.each(printedLines)('%j', async (args, name, codes) => {
    expectLines(await stdoutOf(args, codes), name, published)
  })

  test('also with a home currency', async () => {
    const env = { EXPENSA_HOME_CURRENCY: 'USD' }
    for (const args of [['list'], ['show', ids[0] ?? ''], ['summary']]) {
      expectDocument((await cli.run([...args, '--json'], { env })).stdout, published)
    }
  })

  test('watch --ndjson', async () => {
    writeTo(
      join(cli.home, 'inbox', 'new.pdf'),
      receiptPdf({ merchant: 'Kiosk', date: '2026-10-09', total: '3.00' }),
    )
    const { child, finished } = cli.start(['watch', 'inbox', '--settle', '1', '--ndjson'])
    child.stdout?.once('data', () => child.kill('SIGINT'))
    expectLines((await finished).stdout, 'watch --ndjson', published)
  })

  test('what pack and restore write', async () => {
    expect((await cli.run(['pack', '--year', '2026', '-o', 'year.zip'])).code).toBe(0)
    const files = unzipSync(readFileSync(join(cli.home, 'year.zip')))
    const names = Object.keys(files).filter((path) => path.endsWith('.json'))
    expect(names.map((path) => expectDocument(Buffer.from(files[path] ?? []).toString(), published))).toEqual(
      ['pack', 'edits'],
    )
    expect((await cli.run(['backup', 'saved'])).code).toBe(0)
    const env = { EXPENSA_HOME: join(cli.home, 'elsewhere') }
    const { stdout } = await cli.run(['restore', 'saved', '--json'], { env })
    expect(expectDocument(stdout, published)).toBe('restore-backup')
  })
})

test('no command that prints JSON is missing here', () => {
  const all = commandInfos(programOnPaper()).flatMap(({ name, options }) =>
    ['--json', '--ndjson']
      .filter((flag) => options.some(({ flags }) => flags.includes(flag)))
      .map((flag) => `${name} ${flag}`),
  )
  const run = [...printed, ...printedLines].map(([args]) => args)
  const tested = (command: string) => {
    const words = command.split(' ')
    return run.some((args) => words.every((word) => args.includes(word)))
  }
  // The last two need a backend: test/backend/commands.test.ts.
  const elsewhere = ['watch --ndjson', 'token list --json', 'session list --json']
  expect(all.filter((command) => !tested(command)).sort()).toEqual(elsewhere.sort())
})
