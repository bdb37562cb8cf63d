import { type JournalEntry, oneLine } from './journal.ts'
import { tagName, toJournal } from './journal-text.ts'

/** A journal that `ledger --pedantic` accepts. */
export function toLedger(entries: readonly JournalEntry[], options: { continued: boolean }): string {
  return toJournal(
    entries,
    {
      commodity: (currency, decimals) =>
        `commodity ${currency}\n    format 1000${decimals > 0 ? '.' : ''}${'0'.repeat(decimals)} ${currency}\n`,
      description: (payee) => payee,
      comments: ({ expense: { id, receipt, tags, note, project } }) => [
        `expensa-id: ${id}`,
        ...(project === null ? [] : [`project: ${oneLine(project)}`]),
        `receipt-file: ${oneLine(receipt.originalFilename)}`,
        `receipt-sha256: ${receipt.sha256}`,
        ...(note === null ? [] : [`note: ${oneLine(note)}`]),
        ...(tags.length === 0 ? [] : [`:${tags.map(tagName).join(':')}:`]),
      ],
    },
    options,
  )
}
