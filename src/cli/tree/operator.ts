import { type Command, Option } from 'commander'
import { notBlank, positiveInteger, type RunCommand } from './options.ts'

/** Commands for whoever runs the system. */
export function addOperatorCommands(program: Command, run: RunCommand): void {
  program
    .command('doctor')
    .description('check everything that a receipt passes, in order, and say what to do')
    .addOption(new Option('--json', 'print one JSON document'))
    .action((options) => run(async (ctx) => (await import('../commands/doctor.ts')).runDoctor(ctx, options)))

  program
    .command('serve')
    .description('run the backend of a team: the HTTP API over PostgreSQL and a bucket')
    .addHelpText('after', '\nIt is set up by environment variables: expensa help environment')
    .action(() => run(async (ctx) => (await import('../commands/serve.ts')).runServe(ctx)))

  program
    .command('invite')
    .description('make a code with which one person may register; run it where the backend runs')
    .option('--days <n>', 'how long it works', positiveInteger, 7)
    .action((options) => run(async (ctx) => (await import('../commands/invite.ts')).runInvite(ctx, options)))

  program
    .command('worker')
    .description('read what a team uploads; without a bucket, what waits on this machine')
    .action(() => run(async (ctx) => (await import('../commands/worker.ts')).runWorker(ctx)))

  program
    .command('migrate')
    .description('bring the database of a backend up to date')
    .option('--status', 'print which migrations are applied; exit code 1 while one is pending')
    .option('--dry-run', 'print the SQL that would run, and change nothing')
    .addHelpText(
      'after',
      `
Works on EXPENSA_DATABASE_URL, while the backend runs: the version before goes on with the new schema.
There is no way back but a backup. Local records are kept up to date by every command.`,
    )
    .action((options) =>
      run(async (ctx) => (await import('../commands/migrate.ts')).runMigrate(ctx, options)),
    )

  program
    .command('backup')
    .description('copy all records and originals into a new directory')
    .argument('<directory>', 'is created; anything in it is a mistake', notBlank)
    .addHelpText(
      'after',
      `
Backs up this machine's records, or with EXPENSA_DATABASE_URL and EXPENSA_S3_BUCKET those of a backend, which
may go on working meanwhile. Whoever can read the directory can read everything in it.
Bring it back, into an empty system, with: expensa restore <directory>`,
    )
    .action((directory: string) =>
      run(async (ctx) => (await import('../commands/backup.ts')).runBackup(ctx, directory)),
    )

  program
    .command('eval')
    .description('measure how well receipts with known fields are read')
    .argument('<folder>', 'a folder with images/ and labels/, or a folder of such folders', notBlank)
    .option('--extractor <name>', 'local, gemini, or the name of a Gemini model', 'local')
    .option('--json', 'print one JSON document')
    .option('--no-misses', 'leave out the table of what was read wrongly')
    .addHelpText(
      'after',
      `
A label is labels/ID.json beside images/ID.jpg:
  {"merchant": "Corner Shop", "date": "2026-10-03", "total": "12.50", "currency": "EUR",
   "tax": "2.00", "items": [{"description": "Bread", "total": "2.30"}],
   "absent_fields": ["date"]}
Only what a label names is scored. A field in absent_fields is not legible; any answer to it is invented.
Merchants are equal when their letters and digits are, dates as calendar dates, amounts to the minor unit;
line items are matched by price. A receipt that fails counts as wrong.`,
    )
    .action((folder: string, options) =>
      run(async (ctx) => (await import('../commands/eval.ts')).runEval(ctx, folder, options)),
    )
}
