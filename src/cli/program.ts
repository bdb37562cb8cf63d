import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { expenseSorts, summaryGroupings } from '../core/ports.ts'
import { receiptStatuses } from '../core/receipt.ts'
import type { CommandContext } from './context.ts'
import { addHelpTopics } from './help-topics.ts'

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
}

/** The command tree. Only parsing happens here; each command's code is loaded when it runs. */
export function createProgram({ version, context, exit }: ProgramDependencies): Command {
  const program = new Command('expensa')
    .description(
      'Turns receipts (photos, scans, PDFs) into expense records that you can list, sum up and export.',
    )
    .version(version, '-V, --version', 'print the version')
    .option('-q, --quiet', 'print data and errors only')
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

  /** Global options may stand before or behind the command. */
  const run = (work: (context: CommandContext) => Promise<number>) => async () => {
    exit(await work(context(program.opts<GlobalOptions>())))
  }

  program
    .command('upload')
    .description('bring in receipts and follow each one to its expense')
    .argument('<paths...>', 'files, directories, patterns, or - for a list of paths on stdin')
    .option('--category <name>', 'file all of them under this category', category)
    .option('-n, --dry-run', 'say what would happen, and change nothing')
    .option('-c, --concurrency <n>', 'how many files are sent at once', positiveInteger, 4)
    .option('--no-wait', 'return once the files are stored; they are read in the background')
    .option('--strict', 'exit with 5 when something needs review')
    .addOption(new Option('--json', 'print one JSON document').conflicts('ndjson'))
    .addOption(new Option('--ndjson', 'print one JSON line for each file, as it is done'))
    .addHelpText(
      'after',
      `
The same command again finishes what was interrupted: nothing is lost, nothing doubled.

Examples:
  $ expensa upload lunch.jpg
  $ expensa upload ./receipts --category travel
  $ find . -name '*.pdf' | expensa upload -`,
    )
    .action((paths: string[], options) =>
      run(async (ctx) => (await import('./commands/upload.ts')).runUpload(ctx, paths, options))(),
    )

  filterOptions(program.command('list'))
    .description('print expenses')
    .option('--limit <n>', 'at most this many', positiveInteger, 100)
    .addOption(
      new Option('--sort <key>', 'order, with - for descending')
        .choices(expenseSorts.flatMap((sort) => [sort, `-${sort}`]))
        .default('-date'),
    )
    .addOption(new Option('--json', 'print one JSON document').conflicts(['ndjson', 'csv']))
    .addOption(new Option('--ndjson', 'print one JSON line for each expense').conflicts('csv'))
    .addOption(new Option('--csv', 'print CSV that is safe to open in a spreadsheet'))
    .addHelpText(
      'after',
      `
Examples:
  $ expensa list --month               this month
  $ expensa list --from 2026-01-01 --to 2026-03-31 --csv
  $ expensa list --status needs_review --sort total`,
    )
    .action((options) => run(async (ctx) => (await import('./commands/list.ts')).runList(ctx, options))())

  filterOptions(program.command('summary'))
    .description('sum up expenses; each currency on its own')
    .addOption(new Option('--by <group>', 'what to group by').choices(summaryGroupings).default('month'))
    .option('--json', 'print one JSON document')
    .action((options) =>
      run(async (ctx) => (await import('./commands/summary.ts')).runSummary(ctx, options))(),
    )

  program
    .command('show')
    .description('print everything about one expense, with the arithmetic behind it')
    .argument('<id>', 'the id as printed by list, or its last 4 to 8 characters')
    .option('--json', 'print one JSON document')
    .action((id: string, options) =>
      run(async (ctx) => (await import('./commands/show.ts')).runShow(ctx, id, options))(),
    )

  program
    .command('worker', { hidden: true })
    .description('read receipts that wait for it')
    .action(() => run(async (ctx) => (await import('./commands/worker.ts')).runWorker(ctx))())

  addHelpTopics(program)
  return program
}

function filterOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--month [YYYY-MM]', 'one month; without a value, this one').conflicts(['from', 'to']),
    )
    .option('--from <date>', 'from this date on, YYYY-MM-DD')
    .option('--to <date>', 'up to this date, included')
    .option('--category <name>', 'only this category; "" for those without one')
    .option('--merchant <text>', 'only merchants with this in their name')
    .addOption(
      new Option('--status <status>', 'only this status; may be repeated')
        .choices(
          receiptStatuses.filter((status) => ['extracted', 'needs_review', 'confirmed'].includes(status)),
        )
        .argParser((value: string, previous: string[] | undefined) => [...(previous ?? []), value]),
    )
}

function positiveInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('Must be a whole number above 0.')
  return value
}

function category(text: string): string {
  const trimmed = text.trim()
  if (trimmed === '' || trimmed.length > 40) throw new InvalidArgumentError('Must have 1 to 40 characters.')
  return trimmed
}

export { CommanderError }
