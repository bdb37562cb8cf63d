import { type Command, Option } from 'commander'
import { exportFormats } from '../export-formats.ts'
import {
  columnMapping,
  filterOptions,
  notBlank,
  percent,
  positiveInteger,
  type RunCommand,
  year,
} from './options.ts'

/** Commands for the books: exports, reports, what banks say. */
export function addBookCommands(program: Command, run: RunCommand): void {
  filterOptions(program.command('export'))
    .description('write expenses for spreadsheets and accounting programs')
    .addOption(
      new Option('--format <format>', "what to write; else by the output file's extension").choices(
        exportFormats,
      ),
    )
    .option('-o, --output <file>', 'write to this file; else to stdout')
    .option('--since-last', 'only what is new or changed since the last export of this format')
    .option('--name <name>', "keeps several readers of one format apart for --since-last, e.g. 'tax-office'")
    .option('--accounts <file>', 'maps categories and payments to accounts; see: expensa help accounts')
    .addHelpText(
      'after',
      `
Examples:
  $ expensa export --month 2026-10 -o october.xlsx
  $ expensa export --format beancount --from 2026-01-01 -o receipts.beancount
  $ expensa export --format hledger --since-last >> receipts.journal`,
    )
    .action((options) => run(async (ctx) => (await import('../commands/export.ts')).runExport(ctx, options)))

  filterOptions(program.command('report'))
    .description('write an expense report as PDF: totals, the table, and the receipts behind it')
    .option('-o, --output <file>', 'write to this file; else to a name made of the period')
    .option('--title <text>', 'what stands at the top', 'Expense report')
    .option('--name <text>', 'whose expenses these are')
    .addOption(
      new Option('--paper <size>', 'default: letter in the US, Canada and Mexico, else a4').choices([
        'a4',
        'letter',
      ]),
    )
    .option('--font <file>', 'a .ttf or .otf font for scripts other than Latin, Greek and Cyrillic')
    .option('--no-receipts', 'leave out the receipts')
    .addHelpText(
      'after',
      `
Examples:
  $ expensa report --month 2026-10 --name 'Ada Lovelace'
  $ expensa report --project 'Trip to Rome' -o rome.pdf`,
    )
    .action((options) => run(async (ctx) => (await import('../commands/report.ts')).runReport(ctx, options)))

  program
    .command('rates')
    .description('exchange rates, for amounts in your home currency')
    .command('import')
    .description('take in exchange rates of the European Central Bank, from eurofxref-hist.zip or its .csv')
    .argument('<file>', 'the file as the ECB publishes it', notBlank)
    .action((file: string) =>
      run(async (ctx) => (await import('../commands/rates.ts')).runRatesImport(ctx, file)),
    )

  program
    .command('pack')
    .description('put a year into one archive: records, originals, edit history, and hashes that prove them')
    .requiredOption('--year <YYYY>', 'by purchase date', year)
    .option('-o, --output <file>', 'a name that ends in .zip, else a directory; default: expensa-<year>.zip')
    .action((options) => run(async (ctx) => (await import('../commands/pack.ts')).runPack(ctx, options)))

  program
    .command('match')
    .description('compare a bank or card statement with the receipts: what has one, what lacks one')
    .argument('<statement>', 'a CSV or OFX file from a bank', notBlank)
    .option(
      '--columns <mapping>',
      "where the headings do not tell: 'date=Tag,amount=Summe,description=Text,currency=W'; or debit=, credit=",
      columnMapping,
    )
    .addOption(
      new Option('--date-order <order>', 'where the dates do not tell').choices(['dmy', 'mdy', 'ymd']),
    )
    .option('--currency <code>', 'currency of lines that name none')
    .option('--days <n>', 'how long after the purchase a payment may be booked', positiveInteger, 5)
    .option('--fee <percent>', 'how much an exchange fee may change an amount', percent, 4)
    .option('--strict', 'exit with 5 when a receipt or a payment is missing')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
Columns that are mapped once can be kept in expensa.statement.toml, in the directory where you run the command:
  date = "Buchungstag"
  amount = "Betrag"
  date_order = "dmy"`,
    )
    .action((file: string, options) =>
      run(async (ctx) => (await import('../commands/match.ts')).runMatch(ctx, file, options)),
    )
}
