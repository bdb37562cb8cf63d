import { ExpensaError } from '../core/errors.ts'
import { toDecimal } from '../core/money.ts'
import { type JournalEntry, oneLine, type Posting } from './journal.ts'

/** Beancount's account names: five roots, components that begin with a capital letter or a digit. */
const accountPattern = /^(Assets|Liabilities|Equity|Income|Expenses)(:[\p{Lu}\p{Lo}\p{N}][\p{L}\p{N}-]*)+$/u

/**
 * A Beancount ledger. With `continued` without the accounts' `open` directives, which the ledger that it is
 * added to has already.
 */
export function toBeancount(entries: readonly JournalEntry[], { continued }: { continued: boolean }): string {
  const accounts = [
    ...new Set(entries.flatMap(({ to, from }) => [...to, ...from].map((posting) => posting.account))),
  ]
  for (const account of accounts) {
    if (accountPattern.test(account)) continue
    throw new ExpensaError('invalid_config', `Beancount does not take the account ${account}.`, {
      hint: 'Accounts begin with Assets, Liabilities, Equity, Income or Expenses, and each part with a capital letter: change it in expensa.accounts.toml',
    })
  }
  const width = Math.max(0, ...accounts.map((account) => account.length)) + 2
  // Early enough for every receipt, so that an older one that comes in later changes nothing above it.
  const opens = continued ? [] : accounts.sort().map((account) => `1970-01-01 open ${account}\n`)
  return [opens.join(''), ...entries.map((entry) => transaction(entry, width))]
    .filter((part) => part !== '')
    .join('\n')
}

function transaction({ expense, date, currency, cleared, to, from }: JournalEntry, width: number): string {
  const { id, merchant, note, category, receiptNumber, receipt, tags, project } = expense
  const narration = text(note ?? category ?? '')
  const title = merchant === null ? narration : `${text(merchant)} ${narration}`
  const links = tags.map(tagOf).filter((tag) => tag !== '#')
  return [
    [date, cleared ? '*' : '!', title, ...links].join(' '),
    `  expensa-id: ${text(id)}`,
    ...(receiptNumber === null ? [] : [`  receipt-number: ${text(receiptNumber)}`]),
    ...(project === null ? [] : [`  project: ${text(project)}`]),
    `  receipt-file: ${text(receipt.originalFilename)}`,
    `  receipt-sha256: ${text(receipt.sha256)}`,
    ...[...to, ...from].flatMap((posting) => lines(posting, currency, width)),
    '',
  ].join('\n')
}

function lines({ account, minorUnits, taxRate }: Posting, currency: string, width: number): string[] {
  const amount = toDecimal(minorUnits, currency).padStart(12)
  const posting = `  ${account.padEnd(width)}${amount} ${currency}`
  return taxRate ? [posting, `    tax-rate: ${text(taxRate)}`] : [posting]
}

function text(value: string): string {
  return `"${oneLine(value).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}

/** Tags hold ASCII letters, digits and `-_/.` only. */
function tagOf(tag: string): string {
  return `#${tag
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^A-Za-z0-9\-_/.]+/g, '-')
    .replace(/^-+|-+$/g, '')}`
}
