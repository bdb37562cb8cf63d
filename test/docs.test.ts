import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { expect, test } from 'vitest'
import { commandInfos } from '../src/cli/command-tree.ts'
import { exitCodes } from '../src/cli/exit-codes.ts'
import { settings } from '../src/config.ts'
import { programOnPaper } from './support/program.ts'

/**
 * The lists in README.md and .env.example follow from the code. When one of these tests fails,
 * `npm run docs` writes them anew.
 */

test('the README lists every command, option, setting and exit code', async () => {
  const readme = readFileSync('README.md', 'utf8')
  const lists = { commands: commandList(), settings: settingList(), 'exit-codes': exitCodeList() }
  let written = readme
  for (const [name, list] of Object.entries(lists)) {
    const section = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`)
    expect(readme).toMatch(section)
    written = written.replace(section, (_, begin, end) => `${begin}\n${list}\n\n${end}`)
  }
  await expect(written).toMatchFileSnapshot('../README.md')
})

test('the guide shows every command', () => {
  const guide = readFileSync('docs/guide.md', 'utf8')
  const shown = [...guide.matchAll(/^\$ (?:\w+=\S+ )*expensa (.*)$/gm)].map(([, command]) => command ?? '')
  const missing = commandInfos(programOnPaper()).filter(
    ({ name }) => !shown.some((command) => command.startsWith(name)),
  )
  expect(missing.map(({ name }) => name)).toEqual([])
})

test('.env.example lists every setting', async () => {
  const lines = Object.values(settings).map(({ doc, env }) => `# ${doc}\n#${env}=\n`)
  await expect(
    `# Settings of Expensa, all optional for use on a laptop. They are environment variables; this file only lists them.\n\n${lines.join('\n')}`,
  ).toMatchFileSnapshot('../.env.example')
})

function settingList(): string {
  const rows = Object.values(settings).map(({ doc, env }) => `| \`${env}\` | ${cell(doc)} |`)
  return ['| variable | what it does |', '|---|---|', ...rows].join('\n')
}

function exitCodeList(): string {
  const rows = Object.values(exitCodes).map(({ code, meaning }) => `| ${code} | ${cell(meaning)} |`)
  return ['| code | meaning |', '|---|---|', ...rows].join('\n')
}

function commandList(): string {
  return [
    '| command | what it does |',
    '|---|---|',
    ...programOnPaper().commands.flatMap((command) => rows(command)),
  ].join('\n')
}

/** A command and its options; for a group of commands, those. */
function rows(command: Command, parents = 'expensa'): string[] {
  const help = command.createHelp()
  if ('_hidden' in command && command._hidden) return []
  const name = `${parents} ${command.name()}`
  const below = command.commands.flatMap((child) => rows(child, name))
  if (below.length > 0) return below
  const options = help
    .visibleOptions(command)
    .filter((option) => option.long !== '--help')
    .map(
      (option) => `| \`\u00a0 ${cell(help.optionTerm(option))}\` | ${cell(help.optionDescription(option))} |`,
    )
  return [`| **\`${name}${cell(argumentsOf(command))}\`** | ${cell(command.description())} |`, ...options]
}

function argumentsOf({ registeredArguments }: Command): string {
  return registeredArguments
    .map((argument) => {
      const name = `${argument.name()}${argument.variadic ? '…' : ''}`
      return argument.required ? ` <${name}>` : ` [${name}]`
    })
    .join('')
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}
