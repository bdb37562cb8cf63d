import { type JournalEntry, oneLine } from './journal.ts'
import { tagName, toJournal } from './journal-text.ts'

/** A journal that `hledger check --strict` accepts. */
export function toHledger(entries: readonly JournalEntry[], options: { continued: boolean }): string {
  return toJournal(
    entries,
    {
      // The decimal mark has to be there, also before no decimals.
      commodity: (currency, decimals) => `commodity 1000.${'0'.repeat(decimals)} ${currency}\n`,
      description: (payee, note) => (note === null ? payee : `${payee} | ${note}`.trim()),
      comments: ({ expense: { id, receipt, tags, project } }) => [
        `expensa-id:${id}`,
        ...(project === null ? [] : [`project:${value(project)}`]),
        `receipt-file:${value(receipt.originalFilename)}`,
        `receipt-sha256:${receipt.sha256}`,
        ...tags.map((tag) => `${tagName(tag)}:`),
      ],
    },
    options,
  )
}

/** A tag's value ends at a comma. */
function value(text: string): string {
  return oneLine(text.replaceAll(',', ' '))
}
