import { currencyExponent, toDecimal } from '../core/money.ts'
import { type JournalEntry, oneLine, type Posting } from './journal.ts'

/** The names under which a transaction says where it comes from. */
const originTags = ['expensa-id', 'project', 'receipt-file', 'receipt-sha256', 'note', 'tax-rate']

/** Where hledger and Ledger differ in the one journal format that they share. */
export interface JournalDialect {
  /** Declares the currency and how many decimals it has. */
  commodity: (currency: string, decimals: number) => string
  /** What follows the payee on the first line. */
  description: (payee: string, note: string | null) => string
  /** The comments below the first line, each without its `;`. */
  comments: (entry: JournalEntry) => string[]
}

/**
 * A journal for hledger or Ledger. With `continued` without the declarations, which the journal that it is
 * added to has already.
 */
export function toJournal(
  entries: readonly JournalEntry[],
  dialect: JournalDialect,
  { continued }: { continued: boolean },
): string {
  const postings = entries.flatMap(({ to, from }) => [...to, ...from])
  const accounts = [...new Set(postings.map((posting) => posting.account))].sort()
  const width = Math.max(0, ...accounts.map((account) => account.length)) + 2
  const currencies = [...new Set(entries.map((entry) => entry.currency))].sort()
  const tags = [...originTags, ...new Set(entries.flatMap(({ expense }) => expense.tags.map(tagName)).sort())]
  const declarations = [
    ...currencies.map((currency) => dialect.commodity(currency, currencyExponent(currency))),
    ...accounts.map((account) => `account ${account}\n`),
    ...tags.map((tag) => `tag ${tag}\n`),
  ]
  return [
    continued ? '' : declarations.join(''),
    ...entries.map((entry) => transaction(entry, dialect, width)),
  ]
    .filter((part) => part !== '')
    .join('\n')
}

function transaction(entry: JournalEntry, dialect: JournalDialect, width: number): string {
  const { expense, date, cleared, to, from, currency } = entry
  const code =
    expense.receiptNumber === null ? '' : `(${oneLine(expense.receiptNumber.replaceAll(/[()]/g, ' '))})`
  const payee = plainText(expense.merchant ?? '')
  const description = dialect.description(payee, expense.note === null ? null : plainText(expense.note))
  return [
    [date, cleared ? '*' : '!', code, description].filter((part) => part !== '').join(' '),
    ...dialect.comments(entry).map((comment) => `    ; ${comment}`),
    ...[...to, ...from].map((posting) => line(posting, currency, width)),
    '',
  ].join('\n')
}

function line({ account, minorUnits, taxRate }: Posting, currency: string, width: number): string {
  const amount = toDecimal(minorUnits, currency).padStart(12)
  return `    ${account.padEnd(width)}${amount} ${currency}${taxRate ? `  ; tax-rate: ${oneLine(taxRate)}` : ''}`
}

/** `;` would begin a comment, `|` part a payee from a note. */
function plainText(text: string): string {
  return oneLine(text.replaceAll(';', ',').replaceAll('|', '/'))
}

/** A tag's name ends at a blank or a colon. */
export function tagName(tag: string): string {
  return oneLine(tag).replaceAll(/[\s:,]+/g, '-')
}
