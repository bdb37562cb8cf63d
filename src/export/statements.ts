import type { JournalEntry } from './journal.ts'

export interface StatementLine {
  entry: JournalEntry
  /** Stable and unique: the expense's id, with the part's number behind it where it was paid in several. */
  id: string
  /** As the account sees it: money spent is negative. */
  minorUnits: number
}

export interface Statement {
  account: string
  currency: string
  lines: StatementLine[]
}

/** The same entries as a bank would list them: for each means of payment and currency. */
export function inStatements(entries: readonly JournalEntry[]): Statement[] {
  const statements = new Map<string, Statement>()
  for (const entry of entries) {
    for (const [i, { account, minorUnits }] of entry.from.entries()) {
      const { currency, expense } = entry
      const key = `${account} ${currency}`
      const statement = statements.get(key) ?? { account, currency, lines: [] }
      statements.set(key, statement)
      statement.lines.push({ entry, id: i === 0 ? expense.id : `${expense.id}-${i + 1}`, minorUnits })
    }
  }
  return [...statements].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, statement]) => statement)
}
