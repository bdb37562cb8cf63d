/** What `expensa export` can write. */
export const exportFormats = [
  'csv',
  'json',
  'ndjson',
  'xlsx',
  'beancount',
  'hledger',
  'ledger',
  'qif',
  'ofx',
] as const

export type ExportFormat = (typeof exportFormats)[number]
