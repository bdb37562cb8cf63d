import { Command } from 'commander'
import type { CommandContext } from './context.ts'
import { addHelpCommand } from './help-topics.ts'
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
  context: (global: GlobalOptions) => Promise<CommandContext>
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
    .helpCommand(false)
    .showSuggestionAfterError()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error:/, 'expensa:')) })
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

  const run: RunCommand = async (work) => exit(await work(await context(program.opts<GlobalOptions>())))
  program.commandsGroup('Bring receipts in:')
  addReceiptCommands(program, run)
  program.commandsGroup('See what was spent:')
  addExpenseCommands(program, run)
  program.commandsGroup('Keep it right:')
  addKeepingCommands(program, run)
  addRuleCommands(program, run)
  program.commandsGroup('Follow what is being read:')
  addReadingStateCommands(program, run)
  program.commandsGroup('For the books:')
  addBookCommands(program, run)
  program.commandsGroup('Work on a backend:')
  addAccountCommands(program, run)
  program.commandsGroup('Run it:')
  addOperatorCommands(program, run)
  program.commandsGroup('For shells and scripts:')
  addShellCommands(program, run)
  program.commandsGroup('Help:')
  addHelpCommand(program)
  sayNextSteps(program, 'expensa help')
  return program
}

/** Whatever is wrong with the arguments of a command, what it takes and where that is explained follows. */
function sayNextSteps(command: Command, help: string): void {
  const usage = command.commands.length === 0 ? `Usage: ${command.createHelp().commandUsage(command)}\n` : ''
  command.showHelpAfterError(`${usage}See: ${help}`)
  for (const child of command.commands) sayNextSteps(child, `${help} ${child.name()}`)
}
