import { toDecimal } from '../core/money.ts'
import { type JournalEntry, oneLine } from './journal.ts'
import { inStatements } from './statements.ts'

/**
 * Quicken's interchange format: an account for each means of payment and currency, as the format knows no
 * currencies. Dates are MM/DD/YYYY, as Quicken writes them; the memo ends with the expense's id.
 */
export function toQif(entries: readonly JournalEntry[]): string {
  return inStatements(entries)
    .map(({ account, currency, lines }) => {
      const type = account.startsWith('Assets:Cash')
        ? 'Cash'
        : account.startsWith('Assets')
          ? 'Bank'
          : 'CCard'
      const head = ['!Account', `N${account} ${currency}`, `T${type}`, '^', `!Type:${type}`]
      return [...head, ...lines.flatMap(({ entry, minorUnits }) => record(entry, minorUnits))].join('\n')
    })
    .map((section) => `${section}\n`)
    .join('')
}

function record({ expense, date, currency, cleared, to, from }: JournalEntry, minorUnits: number): string[] {
  const [year, month, day] = date.split('-')
  const amount = (units: number) => toDecimal(units === 0 ? 0 : units, currency)
  const [first, ...taxes] = to
  // A payment in several parts cannot be split by tax as well: each part goes to the expense.
  const splits = from.length === 1 && taxes.length > 0 ? to : []
  return [
    `D${month}/${day}/${year}`,
    `T${amount(minorUnits)}`,
    ...(cleared ? ['C*'] : []),
    ...(expense.receiptNumber === null ? [] : [`N${oneLine(expense.receiptNumber)}`]),
    ...(expense.merchant === null ? [] : [`P${oneLine(expense.merchant)}`]),
    `M${oneLine(`${expense.note ?? ''} expensa:${expense.id}`)}`,
    `L${categoryOf(first?.account ?? '')}`,
    ...splits.flatMap((posting) => [`S${categoryOf(posting.account)}`, `$${amount(-posting.minorUnits)}`]),
    '^',
  ]
}

/** Quicken's categories have no root. */
function categoryOf(account: string): string {
  return account.replace(/^Expenses:/, '')
}
