import type { Command } from 'commander'
import { settings } from '../config.ts'
import { exitCodes } from './exit-codes.ts'

const topics: Record<string, () => string> = {
  'exit-codes': () =>
    [
      'Exit codes:',
      ...Object.values(exitCodes).map(({ code, meaning }) => `  ${String(code).padEnd(4)} ${meaning}`),
    ].join('\n'),
  environment: () =>
    [
      'Settings (environment variables):',
      ...Object.values(settings).map(({ env, doc }) => `  ${env}\n      ${doc}`),
    ].join('\n'),
}

/** `expensa help <topic>`: pages that belong to no single command. */
export function addHelpTopics(program: Command): void {
  for (const [name, text] of Object.entries(topics)) {
    const topic = program.command(name, { hidden: true }).description(`about ${name.replace('-', ' ')}`)
    topic.helpInformation = () => `${text()}\n`
    topic.action(() => topic.outputHelp())
  }
  program.addHelpText(
    'after',
    `\nTopics: ${Object.keys(topics)
      .map((name) => `expensa help ${name}`)
      .join(', ')}`,
  )
}
