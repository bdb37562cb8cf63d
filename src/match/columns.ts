import { ExpensaError } from '../core/errors.ts'

/** Which column holds what, by its index. */
export interface Columns {
  date: number
  /** Signed, or null where debit and credit have columns of their own. */
  amount: number | null
  debit: number | null
  credit: number | null
  currency: number | null
  description: number[]
}

/** Column headings as given by a person; they need not be complete. */
export interface ColumnNames {
  date?: string | undefined
  amount?: string | undefined
  debit?: string | undefined
  credit?: string | undefined
  currency?: string | undefined
  description?: string | undefined
}

/** Words of headings, better ones first: the date of the purchase is nearer to the receipt's than the booking's. */
const headings: Record<keyof Columns, RegExp[]> = {
  date: [
    /transaction date|purchase date|kaufdatum|belegdatum|umsatzdatum|date of transaction|started date/,
    /^date$|^datum$|^fecha$|^data$|booking date|buchungs(tag|datum)|date (de )?(l')?op|posted|posting date|boekdatum/,
    /completed date|date|datum|fecha|\bdata\b|wertstellung|valuta/,
  ],
  amount: [
    /^(amount|betrag|umsatz|montant|importe|importo|valor|bedrag|kwota|beløp|belopp)\b/,
    /amount|betrag|umsatz|montant|importe|importo|bedrag|kwota/,
  ],
  debit: [/debit|soll|withdrawal|paid out|money out|ausgang|belastung|débit|cargo|\baf\b/],
  credit: [/credit|haben|deposit|paid in|money in|eingang|gutschrift|crédit|abono|\bbij\b/],
  currency: [/^(currency|währung|waehrung|devise|moneda|valuta|ccy|waluta)$/, /currency|währung|waehrung/],
  description: [
    /merchant|payee|empf(ä|ae)nger|beg(ü|ue)nstigter|h(ä|ae)ndler|counterparty|^name|beneficiary|marchand/,
    /description|verwendungszweck|beschreibung|details|narrative|libell|concept|descrizione|omschrijving/,
    /text|memo|reference/,
  ],
}

/** The heading's row and its columns; banks put their address and the account above it. */
export function findColumns(
  rows: readonly string[][],
  names: ColumnNames,
): { headingRow: number; columns: Columns } {
  for (const [headingRow, row] of rows.slice(0, 40).entries()) {
    const columns = columnsOf(row, names)
    if (columns) return { headingRow, columns }
  }
  const widest = rows.slice(0, 40).reduce((best, row) => (row.length > best.length ? row : best), [])
  throw new ExpensaError('usage', 'Which columns hold the date and the amount, the headings do not say.', {
    hint: `Name them, for example: --columns 'date=${widest[0] ?? 'Date'},amount=${widest[1] ?? 'Amount'},description=${widest[2] ?? 'Text'}'`,
  })
}

function columnsOf(row: readonly string[], names: ColumnNames): Columns | null {
  const titles = row.map((title) => title.toLowerCase())
  const taken = new Set<number>()
  const find = (field: keyof Columns & keyof ColumnNames): number | null => {
    const given = names[field]?.toLowerCase()
    const patterns: ((title: string) => boolean)[] =
      given === undefined
        ? headings[field].map((pattern) => (title: string) => pattern.test(title))
        : [(title) => title === given]
    for (const matches of patterns) {
      const found = titles.findIndex((title, i) => title !== '' && !taken.has(i) && matches(title))
      if (found < 0) continue
      taken.add(found)
      return found
    }
    return null
  }
  const currency = find('currency')
  const date = find('date')
  const pair = names.amount === undefined ? { debit: find('debit'), credit: find('credit') } : null
  const amount = pair?.debit !== null && pair?.credit !== null && pair ? null : find('amount')
  const debit = amount === null ? (pair?.debit ?? null) : null
  if (date === null || (amount === null && debit === null)) return null
  const description = [find('description')]
  if (names.description === undefined) description.push(find('description'))
  return {
    date,
    amount,
    debit,
    credit: amount === null ? (pair?.credit ?? null) : null,
    currency,
    description: description.filter((index) => index !== null),
  }
}
