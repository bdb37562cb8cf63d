import type { Command } from 'commander'
import { ExpensaError } from '../core/errors.ts'
import { exitCodes } from './exit-codes.ts'

const topics: Readonly<Record<string, () => string | Promise<string>>> = {
  accounts: () => accountsHelp,
  'exit-codes': () =>
    [
      'Exit codes:',
      ...Object.values(exitCodes).map(({ code, meaning }) => `  ${String(code).padEnd(4)} ${meaning}`),
    ].join('\n'),
  environment: async () => {
    const { settings } = await import('../config.ts')
    return [
      'Settings (environment variables):',
      ...Object.values(settings).map(({ env, doc }) => `  ${env}\n      ${doc}`),
    ].join('\n')
  },
}

export const topicNames = Object.keys(topics)

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

/** `expensa help`, for a command, and for topics that belong to no single command. */
export function addHelpCommand(program: Command): void {
  program
    .command('help')
    .description('print help on a command or topic')
    .argument('[words...]', 'a command such as batch list, or a topic')
    .action(async (words: string[]) => {
      const topic = topics[words.join(' ')]
      if (topic) return program.configureOutput().writeOut?.(`${await topic()}\n`)
      let command = program
      for (const word of words) {
        const child = command.commands.find((each) => each.name() === word)
        if (!child) {
          throw new ExpensaError('usage', `There is no command or topic "${words.join(' ')}".`, {
            hint: `Topics are ${topicNames.join(', ')}; all commands are in: expensa help`,
          })
        }
        command = child
      }
      command.outputHelp()
    })
  const lines = topicNames.map((name) => `expensa help ${name}`)
  program.addHelpText('after', `\nTopics: ${lines.join(', ')}`)
}
