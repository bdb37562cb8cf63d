import { type Command, Option } from 'commander'
import { collect, idArgument, idArguments, narrowingOptions, noneBlank, type RunCommand } from './options.ts'

const idHelp = 'ids as printed by list, or their last 4 to 8 characters'

/** Commands by which people keep their expenses right. */
export function addKeepingCommands(program: Command, run: RunCommand): void {
  program
    .command('edit')
    .description('set fields by hand; no later extraction changes them again')
    .argument('<ids...>', idHelp, idArguments)
    .option('--merchant <name>', 'who was paid')
    .option('--date <date>', 'purchase date, YYYY-MM-DD')
    .option('--total <amount>', 'what was paid in all, for example 12.50')
    .option('--currency <code>', 'currency, for example EUR; fills amounts that waited for it')
    .option('--category <name>', 'category')
    .option('--tax <amount>', 'tax in all')
    .option('--tip <amount>', 'tip')
    .option('--note <text>', 'a note')
    .option('--project <name>', 'project')
    .option('--tag <tag>', 'add a tag; may be repeated', collect)
    .option('--remember', 'make it a rule for this merchant: its name, its category')
    .option('--untag <tag>', 'take a tag away; may be repeated', collect)
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
An empty text empties a field: --category ""

Examples:
  $ expensa edit 1a2b3c4d --total 12.50 --currency EUR
  $ expensa edit 1a2b3c4d 5e6f7a8b --project berlin --tag client`,
    )
    .action((ids: string[], options) =>
      run(async (ctx) => (await import('../commands/edit.ts')).runEdit(ctx, ids, options)),
    )

  narrowingOptions(program.command('review'))
    .description('walk through what needs review, in the terminal, with single keys')
    .option('--no-viewer', 'do not open the viewer where the terminal shows no pictures')
    .action((options) => run(async (ctx) => (await import('../commands/review.ts')).runReview(ctx, options)))

  program
    .command('confirm')
    .description('say that expenses are right as they are; nothing is left to review')
    .argument('<ids...>', idHelp, idArguments)
    .option('--json', 'print one JSON document')
    .action((ids: string[], options) =>
      run(async (ctx) => (await import('../commands/confirm.ts')).runConfirm(ctx, ids, options)),
    )

  program
    .command('delete')
    .description('take expenses away; restore brings them back')
    .argument('<ids...>', idHelp, idArguments)
    .option('-y, --yes', 'do not ask')
    .option('--json', 'print one JSON document')
    .action((ids: string[], options) =>
      run(async (ctx) => (await import('../commands/delete.ts')).runDelete(ctx, ids, options)),
    )

  program
    .command('restore')
    .description('undo a deletion, or bring a backup into an empty system')
    .argument(
      '<ids...>',
      'ids as printed by delete and by list --deleted; or the directory of a backup',
      noneBlank,
    )
    .option('--json', 'print one JSON document')
    .action((ids: string[], options) =>
      run(async (ctx) => (await import('../commands/restore.ts')).runRestore(ctx, ids, options)),
    )

  const duplicates = program
    .command('duplicates')
    .description('print pairs of receipts that seem to be one purchase; settle them')
    .option('--json', 'print one JSON document')
    .action((options) =>
      run(async (ctx) => (await import('../commands/duplicates.ts')).runDuplicates(ctx, options)),
    )
  duplicates
    .command('resolve')
    .description('keep both of a pair, or one; the other is deleted and can be restored')
    .argument('<first>', 'the id of one', idArgument)
    .argument('<second>', 'the id of the other', idArgument)
    .addOption(
      new Option('--keep <which>', 'which of them')
        .choices(['both', 'first', 'second'])
        .makeOptionMandatory(),
    )
    .option('-y, --yes', 'do not ask')
    .option('--json', 'print one JSON document')
    .action((first: string, second: string, options, command) =>
      run(async (ctx) => {
        const { json } = command.optsWithGlobals()
        return (await import('../commands/duplicates.ts')).runResolve(ctx, first, second, {
          ...options,
          json,
        })
      }),
    )

  program
    .command('open')
    .description('show the original in a viewer, or write it to a file')
    .argument('<id>', 'the id as printed by list, or its last 4 to 8 characters', idArgument)
    .option('-o, --output <file>', 'write it here instead')
    .option('-f, --force', 'overwrite the file')
    .action((id: string, options) =>
      run(async (ctx) => (await import('../commands/open.ts')).runOpen(ctx, id, options)),
    )
}
