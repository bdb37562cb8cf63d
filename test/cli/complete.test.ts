import { execFile } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { runComplete, runRefresh } from '../../src/cli/commands/complete.ts'
import { runSchema } from '../../src/cli/commands/schema.ts'
import { complete, type KnownValues } from '../../src/cli/complete.ts'
import { openCompletionCache } from '../../src/cli/completion-cache.ts'
import { completionScripts } from '../../src/cli/completion-scripts.ts'
import { manPage } from '../../src/cli/man-page.ts'
import { runCommand } from '../support/command-context.ts'
import { lunch, openLedger } from '../support/ledger.ts'
import { programOnPaper } from '../support/program.ts'

const program = programOnPaper('1.2.3')

const known: KnownValues = {
  ids: [{ value: '0abc1234', about: '2026-10-03 Lunch' }],
  categories: ['food', 'fun & games'],
  projects: [],
  tags: [],
  currencies: ['EUR'],
  months: ['2026-11', '2026-10', '2025-12'],
}

const offered = (...words: string[]) => complete(program, words, known).map(({ value }) => value)

describe('completion', () => {
  it.each([
    [['li'], ['list']],
    [
      ['batch', ''],
      ['list', 'show', 'resume'],
    ],
    [['show', ''], ['0abc1234']],
    [['edit', '0abc1234', '0'], ['0abc1234']],
    [
      ['list', '--month', ''],
      ['2026-11', '2026-10', '2025-12'],
    ],
    [
      ['list', '--category', 'f'],
      ['food', 'fun & games'],
    ],
    [
      ['pack', '--year', ''],
      ['2026', '2025'],
    ],
    [['export', '--format', 'be'], ['beancount']],
    [['export', '--format=be'], ['--format=beancount']],
    [['list', '--month=2025'], ['--month=2025-12']],
    [['export', '--output='], []],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['export', '--since'], ['--since-last']],
    [['--profile', 'x', 'summ'], ['summary']],
  ])('offers for %j: %j', (words, values) => {
    expect(offered(...words)).toEqual(values)
  })

  it('leaves files to the shell', () => {
    expect(offered('upload', '')).toEqual([])
    expect(offered('export', '-o', '')).toEqual([])
  })

  it('keeps what the records know, and asks anew when that is old', async () => {
    const person = (await openLedger()).signIn()
    const id = await person.bring({ ...lunch, category: 'food' })
    const directory = await mkdtemp(join(tmpdir(), 'expensa-complete-'))
    onTestFinished(() => rm(directory, { recursive: true }))
    let refreshed = 0
    const completions = { ...openCompletionCache(directory, () => 'here'), refresh: () => void refreshed++ }
    const offer = (...words: string[]) =>
      runCommand(person.client, (context) => runComplete({ ...context, completions }, program, words))
    expect((await offer('show', '')).stdout).toBe('')
    expect(refreshed).toBe(1)
    await runCommand(person.client, (context) => runRefresh({ ...context, completions }))
    expect((await offer('show', '')).stdout).toBe(`${id.slice(-8)}\t2026-10-03 Lunch Bar 12.50 EUR\n`)
    expect((await offer('list', '--month', '2026-10')).stdout).toBe('2026-10\n')
    expect((await offer('list', '--category', '')).stdout).toBe('food\n')
    expect(refreshed).toBe(1)
    expect(openCompletionCache(directory, () => 'elsewhere').read()).toBeUndefined()
  })

  it('runs nothing that stands in a value, in a real bash', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'expensa-bash-'))
    onTestFinished(() => rm(directory, { recursive: true }))
    const fake = join(directory, 'expensa')
    await writeFile(fake, `#!/bin/sh\nprintf '%s\\tabout\\n' 'a b' '$(touch ${directory}/ran)'\n`)
    await chmod(fake, 0o755)
    const script = `${completionScripts.bash}\nCOMP_WORDS=(expensa list --category '')\nCOMP_CWORD=3\n_expensa\nprintf '%s\\n' "\${COMPREPLY[@]}"; ls ${directory}`
    const { stdout } = await promisify(execFile)('bash', ['-c', script], {
      env: { ...process.env, PATH: `${directory}:${process.env.PATH}` },
    })
    expect(stdout).toBe(`a\\ b\n\\$\\(touch\\ ${directory}/ran\\)\nexpensa\n`)
  })
})

it.each([
  [['export', '--format', '=', 'be'], 'beancount'],
  [['list', '--month', '='], '2026-11'],
  [['show', ''], '0abc1234'],
])('bash offers for the words that it makes of a line, %j: %j', async (words, offer) => {
  const directory = await mkdtemp(join(tmpdir(), 'expensa-bash-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  const fake = join(directory, 'expensa')
  // Candidates by the words that the script asks about.
  const cases = [
    ['export --format be', 'beancount'],
    ['list --month ', '2026-11'],
    ['show ', '0abc1234'],
  ]
    .map(([asked, value]) => `'complete -- ${asked}') printf '%s\\tabout\\n' '${value}';;`)
    .join('\n')
  await writeFile(fake, `#!/bin/sh\ncase "$*" in\n${cases}\nesac\n`)
  await chmod(fake, 0o755)
  const quoted = words.map((word) => `'${word}'`).join(' ')
  const script = `${completionScripts.bash}\nCOMP_WORDS=(expensa ${quoted})\nCOMP_CWORD=${words.length}\n_expensa\nprintf '%s' "\${COMPREPLY[@]}"`
  const { stdout } = await promisify(execFile)('bash', ['-c', script], {
    env: { ...process.env, PATH: `${directory}:${process.env.PATH}` },
  })
  expect(stdout).toBe(offer)
})

it('the manual page names every command, and man finds nothing wrong with it', async () => {
  const page = manPage(program)
  for (const name of ['upload <paths...>', 'batch show <id>', 'export', 'schema']) {
    expect(page).toContain(`.SS expensa ${name}`)
  }
  for (const line of page.split('\n')) expect(line).toMatch(/^(\.(TH|SH|SS|TP|B) ?|[^.'])|^$/)
})

it('the schema is one JSON document that describes what commands print', async () => {
  const { client } = (await openLedger()).signIn()
  const { stdout } = await runCommand(client, (context) => runSchema(context, program))
  const document = JSON.parse(stdout)
  expect(document.schema).toBe('expensa.schema/1')
  expect(document.commands.map(({ name }: { name: string }) => name)).toContain('batch list')
  expect(document.documents['expensa.expense/1'].properties).toHaveProperty('extraction')
  const { expenses } = document.documents['expensa.expenses/1'].properties
  expect(JSON.stringify(expenses)).toContain('"amount":{"type":"string"}')
})
