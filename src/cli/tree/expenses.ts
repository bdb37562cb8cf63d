import { type Command, Option } from 'commander'
import { expenseSorts, summaryGroupings } from '../../core/expense-queries.ts'
import { filterOptions, idArgument, positiveInteger, type RunCommand } from './options.ts'

/** Commands that answer from the records. */
export function addExpenseCommands(program: Command, run: RunCommand): void {
  filterOptions(program.command('list'))
    .description('print expenses')
    .addOption(
      new Option('--limit <n>', 'at most this many (default: 100 in a table, all as data)')
        .argParser(positiveInteger)
        .conflicts('all'),
    )
    .option('--all', 'all of them')
    .option('--deleted', 'those that were deleted; bring them back with restore')
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
    .action((options) => run(async (ctx) => (await import('../commands/list.ts')).runList(ctx, options)))

  filterOptions(program.command('summary'))
    .description('sum up expenses; each currency on its own')
    .addOption(new Option('--by <group>', 'what to group by').choices(summaryGroupings).default('month'))
    .option('--json', 'print one JSON document')
    .action((options) =>
      run(async (ctx) => (await import('../commands/summary.ts')).runSummary(ctx, options)),
    )

  program
    .command('show')
    .description('print everything about one expense, with the arithmetic behind it')
    .argument('<id>', 'the id as printed by list, or its last 4 to 8 characters', idArgument)
    .option('--json', 'print one JSON document')
    .action((id: string, options) =>
      run(async (ctx) => (await import('../commands/show.ts')).runShow(ctx, id, options)),
    )
}
