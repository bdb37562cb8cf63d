import { type Command, Option } from 'commander'
import { duplicatePolicies } from '../duplicate-policy.ts'
import {
  category,
  collect,
  noneBlank,
  notBlank,
  positiveInteger,
  type RunCommand,
  waitingOptions,
} from './options.ts'

/** Commands that bring receipts in. */
export function addReceiptCommands(program: Command, run: RunCommand): void {
  const upload = program
    .command('upload')
    .description('bring in receipts and follow each one to its expense')
    .argument('<paths...>', 'files, directories, patterns, or - for a list of paths on stdin', noneBlank)
    .option('--category <name>', 'file all of them under this category', category)
    .option('--project <name>', 'file all of them under this project')
    .option('--tag <tag>', 'give all of them this tag; may be repeated', collect)
    .option('-n, --dry-run', 'say what would happen, how long it takes and what it costs, and change nothing')
    .option('-f, --force', 'send also what is blank, blurred or shows a whole card number')
    .option(
      '--check-cards',
      'read pictures on this machine first, and keep back those with a whole card number',
    )
    .option('-c, --concurrency <n>', 'how many files are sent at once', positiveInteger, 4)
    .addOption(
      new Option('--on-duplicate <policy>', 'what becomes of a receipt that seems to repeat another one')
        .choices(duplicatePolicies)
        .default('flag'),
    )
    .addOption(
      new Option('--move-to <directory>', 'move each file there once its record is confirmed').conflicts(
        'delete',
      ),
    )
    .option('--delete', 'delete each file once its record is confirmed')
  waitingOptions(upload, 'return once the files are stored; they are read in the background')
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
  $ expensa upload ./receipts --dry-run
  $ expensa upload ./receipts --timeout 60
  $ find . -name '*.pdf' | expensa upload -`,
    )
    .action((paths: string[], options) =>
      run(async (ctx) => (await import('../commands/upload.ts')).runUpload(ctx, paths, options)),
    )

  program
    .command('watch')
    .description('bring in whatever a scanner or a sync program puts into a directory, until stopped')
    .argument('<directory>', 'looked at with everything below it', notBlank)
    .option('--category <name>', 'file all of them under this category', category)
    .option(
      '--check-cards',
      'read pictures on this machine first, and keep back those with a whole card number',
    )
    .option('--settle <seconds>', 'a file that has not changed for so long is complete', positiveInteger, 5)
    .option(
      '--poll <seconds>',
      'look this often instead of being told of changes; for network drives',
      positiveInteger,
    )
    .addOption(
      new Option('--move-to <directory>', 'move each file there once its record is confirmed').conflicts(
        'delete',
      ),
    )
    .option('--delete', 'delete each file once its record is confirmed')
    .option('--ndjson', 'print one JSON line for each file')
    .addHelpText(
      'after',
      `
Examples:
  $ expensa watch ~/Scans --move-to ~/Scans/done
  $ expensa watch /mnt/nas/receipts --poll 30`,
    )
    .action((directory: string, options) =>
      run(async (ctx) => (await import('../commands/watch.ts')).runWatch(ctx, directory, options)),
    )
}
