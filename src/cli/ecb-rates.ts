import { unzipSync } from 'fflate'
import { ExpensaError } from '../core/errors.ts'
import { isCurrency } from '../core/money.ts'
import { isCalendarDate } from '../core/period.ts'
import type { Rate } from '../core/rates.ts'

/** The European Central Bank's eurofxref-hist.csv, or the ZIP archive that it comes in. */
export function readEcbRates(bytes: Uint8Array): Rate[] {
  const text = new TextDecoder().decode(isZip(bytes) ? csvIn(bytes) : bytes)
  const [heading = '', ...lines] = text.split(/\r?\n/)
  const currencies = heading.split(',').map((cell) => cell.trim())
  if (currencies[0] !== 'Date') throw notEcb()
  return lines.flatMap((line) => {
    const cells = line.split(',').map((cell) => cell.trim())
    const date = cells[0] ?? ''
    if (!isCalendarDate(date)) return []
    return currencies.flatMap((currency, i) => {
      const perEuro = cells[i] ?? ''
      return isCurrency(currency) && /^\d{1,12}(\.\d{1,12})?$/.test(perEuro)
        ? [{ date, currency, perEuro }]
        : []
    })
  })
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b
}

function csvIn(bytes: Uint8Array): Uint8Array {
  try {
    const files = unzipSync(bytes, { filter: ({ name }) => name.endsWith('.csv') })
    const [csv] = Object.values(files)
    if (csv) return csv
  } catch (cause) {
    throw notEcb(cause)
  }
  throw notEcb()
}

function notEcb(cause?: unknown): ExpensaError {
  return new ExpensaError('usage', 'This is not a file of exchange rates from the European Central Bank.', {
    hint: 'Get eurofxref-hist.zip from the ECB: https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.zip',
    cause,
  })
}
