import { type Command, InvalidArgumentError, Option } from 'commander'
import { isCurrency } from '../../core/money.ts'
import { receiptStatuses } from '../../core/receipt.ts'
import type { CommandContext } from '../context.ts'

/** Runs a command's work with its context and keeps its exit code. */
export type RunCommand = (work: (context: CommandContext) => Promise<number>) => Promise<void>

/** The options by which commands narrow down expenses; see `FilterOptions`. */
export function filterOptions(command: Command): Command {
  return narrowingOptions(command).addOption(
    new Option('--status <status>', 'only this status; may be repeated')
      .choices(expenseStatuses)
      // A parser of one's own takes the place of the check that comes with choices.
      .argParser((value: string, previous: string[] | undefined) => {
        if (!expenseStatuses.some((status) => status === value))
          throw new InvalidArgumentError(`Allowed choices are ${expenseStatuses.join(', ')}.`)
        return collect(value, previous)
      }),
  )
}

const expenseStatuses = receiptStatuses.filter((status) =>
  ['extracted', 'needs_review', 'confirmed'].includes(status),
)

/** The same without the status, for commands that settle it themselves. */
export function narrowingOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--month [YYYY-MM]', 'one month; without a value, this one').conflicts(['from', 'to']),
    )
    .option('--from <date>', 'from this date on, YYYY-MM-DD')
    .option('--to <date>', 'up to this date, included')
    .option('--category <name>', 'only this category; "" for those without one')
    .option('--merchant <text>', 'only merchants with this in their name')
    .option('--project <name>', 'only this project')
    .option('--tag <tag>', 'only with this tag')
    .option('--currency <code>', 'only in this currency', currencyCode)
    .option('--min <amount>', 'only totals from this on', amount)
    .option('--max <amount>', 'only totals up to this', amount)
}

export function positiveInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('Must be a whole number above 0.')
  return value
}

export function currencyCode(text: string): string {
  const code = text.toUpperCase()
  if (!isCurrency(code)) throw new InvalidArgumentError('Must be a currency code such as EUR.')
  return code
}

function amount(text: string): string {
  if (!/^-?\d{1,12}(\.\d{1,4})?$/.test(text))
    throw new InvalidArgumentError('Must be an amount such as 12.50.')
  return text
}

export function category(text: string): string {
  const trimmed = text.trim()
  if (trimmed === '' || trimmed.length > 40) throw new InvalidArgumentError('Must have 1 to 40 characters.')
  return trimmed
}

/** An id, or the end of one. Without a letter or digit it is none, and would name another path of the API. */
export function idArgument(text: string): string {
  if (!/[\p{L}\p{N}]/u.test(text)) throw new InvalidArgumentError('Must be an id, for example 1a2b3c4d.')
  return text.trim()
}

/** The same for each of several. */
export function idArguments(text: string, previous: string[] | undefined): string[] {
  return collect(idArgument(text), previous)
}

/** A path, a merchant: anything but what a variable of a script holds that was never set. */
export function notBlank(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('Must not be blank.')
  return text
}

/** The same for each of several. */
export function noneBlank(text: string, previous: string[] | undefined): string[] {
  return collect(notBlank(text), previous)
}

export function year(text: string): string {
  if (!/^(19|20)\d\d$/.test(text)) throw new InvalidArgumentError('Must be a year, for example 2026.')
  return text
}

export function percent(text: string): number {
  const value = Number(text)
  if (!(value >= 0 && value <= 100)) throw new InvalidArgumentError('Must be a number from 0 to 100.')
  return value
}

/** `date=Tag,amount=Summe` */
export function columnMapping(text: string): Record<string, string> {
  const pairs = text.split(',').map((pair) => pair.split('='))
  const known = ['date', 'amount', 'debit', 'credit', 'currency', 'description']
  if (pairs.some(([name = '', heading]) => !known.includes(name.trim()) || !heading)) {
    throw new InvalidArgumentError(`Must be like date=Heading,amount=Heading; known are ${known.join(', ')}.`)
  }
  return Object.fromEntries(pairs.map(([name = '', heading = '']) => [name.trim(), heading.trim()]))
}

/** How long a command follows readings; see `Waiting`. */
export function waitingOptions(command: Command, noWait: string): Command {
  return command
    .option('--no-wait', noWait)
    .addOption(
      new Option(
        '--timeout <seconds>',
        'stop waiting after so long (exit code 6); what is stored is read in the background',
      )
        .argParser(positiveInteger)
        .conflicts('wait'),
    )
}

/** An option that may be repeated. */
export function collect(value: string, previous: string[] | undefined): string[] {
  return [...(previous ?? []), value]
}
