import { Command } from 'commander'
import type { CommandContext } from './context.ts'
import { addHelpTopics } from './help-topics.ts'
import { addAccountCommands } from './tree/account.ts'
import { addBookCommands } from './tree/books.ts'
import { addExpenseCommands } from './tree/expenses.ts'
import { addKeepingCommands } from './tree/keeping.ts'
import { addOperatorCommands } from './tree/operator.ts'
import type { RunCommand } from './tree/options.ts'
import { addReadingStateCommands } from './tree/reading-state.ts'
import { addReceiptCommands } from './tree/receipts.ts'
import { addRuleCommands } from './tree/rules.ts'
import { addShellCommands } from './tree/shell.ts'

/** What a command needs before it runs, and where its exit code goes. */
export interface ProgramDependencies {
  version: string
  context: (global: GlobalOptions) => CommandContext
  exit: (code: number) => void
}

export interface GlobalOptions {
  quiet?: boolean
  debug?: boolean
  color: boolean
  profile?: string
}

/** The command tree. Only parsing happens here; each command's code is loaded when it runs. */
export function createProgram({ version, context, exit }: ProgramDependencies): Command {
  const program = new Command('expensa')
    .description(
      'Turns receipts (photos, scans, PDFs) into expense records that you can list, sum up and export.',
    )
    .version(version, '-V, --version', 'print the version')
    .option('-q, --quiet', 'print data and errors only')
    .option('--profile <name>', 'use this sign-in; `local` is this machine')
    .option('--debug', 'print what happens inside, and stack traces')
    .option('--no-color', 'print without colour (also: NO_COLOR=1)')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [topic]', 'print help on a command or topic')
    .showSuggestionAfterError()
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
  program.addHelpText(
    'after',
    `
Examples:
  $ expensa upload ./receipts          bring in a folder of receipts
  $ expensa list --month 2026-10       what was spent in October
  $ expensa summary --by category      where the money went`,
  )

  const run: RunCommand = async (work) => exit(await work(context(program.opts<GlobalOptions>())))
  addReceiptCommands(program, run)
  addExpenseCommands(program, run)
  addKeepingCommands(program, run)
  addReadingStateCommands(program, run)
  addRuleCommands(program, run)
  addBookCommands(program, run)
  addAccountCommands(program, run)
  addOperatorCommands(program, run)
  addShellCommands(program, run)
  addHelpTopics(program)
  return program
}
