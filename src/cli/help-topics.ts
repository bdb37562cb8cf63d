import type { Command } from 'commander'
import { settings } from '../config.ts'
import { exitCodes } from './exit-codes.ts'

const topics: Record<string, () => string> = {
  accounts: () => accountsHelp,
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

const accountsHelp = `Accounts for export (beancount, hledger, ledger, qif, ofx):

The file expensa.accounts.toml, in the directory where you run the command, says where expenses are booked.
Another file: --accounts FILE or EXPENSA_ACCOUNTS. Every line is optional; these are the defaults, and a few
examples:

  [categories]                        # category -> account
  default = "Expenses:Uncategorized"  # for expenses without a category
  groceries = "Expenses:Food:Home"    # without a line: Expenses:Groceries

  [payments]                          # how it was paid -> account
  cash = "Assets:Cash"
  card = "Liabilities:Card"
  other = "Assets:Payments"
  default = "Liabilities:Unsettled"   # where the receipt does not say
  "card 1234" = "Liabilities:Visa"    # one card, by its last four digits

  [taxes]                             # rate in percent -> account; false leaves the tax in the expense
  default = "Expenses:Tax"
  "19" = "Assets:VAT:19"`

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
