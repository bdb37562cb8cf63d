import type { Command } from 'commander'
import { filterOptions, idArgument, idArguments, type RunCommand, waitingOptions } from './options.ts'

/** Commands about what is being read, what waits and what failed. */
export function addReadingStateCommands(program: Command, run: RunCommand): void {
  program
    .command('status')
    .description('print what is in progress, what waits until when, and what failed and why')
    .option('--json', 'print one JSON document')
    .action((options) => run(async (ctx) => (await import('../commands/status.ts')).runStatus(ctx, options)))

  const retry = program
    .command('retry')
    .description('read again what failed or waits, from the stored originals')
    .argument('[ids...]', 'ids as printed by status, or their last 4 to 8 characters', idArguments)
    .option('--failed', 'everything that failed or waits')
  waitingOptions(retry, 'return at once; they are read in the background')
    .option('--json', 'print one JSON document')
    .action((ids: string[], options) =>
      run(async (ctx) => (await import('../commands/retry.ts')).runRetry(ctx, ids, options)),
    )

  filterOptions(program.command('reextract'))
    .description('read again with another model or version, and show what would change before it does')
    .argument('[ids...]', 'ids as printed by list, or their last 4 to 8 characters', idArguments)
    .option('--model <name>', 'local, gemini, or the name of a Gemini model')
    .option('--all', 'everything that is not confirmed')
    .option('--diff', 'only show what would change')
    .option('-y, --yes', 'change it without asking')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
What you edited stays as it is, and confirmed expenses are left alone unless you name them.

Examples:
  $ expensa reextract --month 2026-10 --model gemini --diff
  $ expensa reextract 1a2b3c4d --yes`,
    )
    .action((ids: string[], options) =>
      run(async (ctx) => (await import('../commands/reextract.ts')).runReextract(ctx, ids, options)),
    )

  const batch = program.command('batch').description('look at runs of upload, and take them up again')
  batch
    .command('list')
    .description('print the latest runs of upload')
    .option('--json', 'print one JSON document')
    .action((options) =>
      run(async (ctx) => (await import('../commands/batch.ts')).runBatchList(ctx, options)),
    )
  batch
    .command('show')
    .description('print the receipts that came in with one run of upload')
    .argument('<id>', 'the id as printed by batch list', idArgument)
    .option('--json', 'print one JSON document')
    .action((id: string, options) =>
      run(async (ctx) => (await import('../commands/batch.ts')).runBatchShow(ctx, id, options)),
    )
  const resume = batch
    .command('resume')
    .description('do what is left of one run of upload')
    .argument('<id>', 'the id as printed by batch list', idArgument)
  waitingOptions(resume, 'return once the files are stored; they are read in the background')
    .option('--json', 'print one JSON document')
    .action((id: string, options) =>
      run(async (ctx) => (await import('../commands/batch.ts')).runBatchResume(ctx, id, options)),
    )
}
