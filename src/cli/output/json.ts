import { toDecimal } from '../../core/money.ts'
import type { DocumentData, DocumentName, LineData, LineName } from '../documents.ts'

/** The version of each document that `--json` prints; fields are only ever added within one. */
export const schemaVersion = 1

/** How a document names itself: `expensa.expenses/1`. */
export function schemaId(name: DocumentName): string {
  return `expensa.${name}/${schemaVersion}`
}

/** One JSON document on stdout: what it is, its version, and the data. */
export function toJsonDocument<Name extends DocumentName>(name: Name, data: DocumentData<Name>): string {
  return `${JSON.stringify({ schema: schemaId(name), ...withAmounts(data) }, null, 2)}\n`
}

/** One line of NDJSON. */
export function toJsonLine<Name extends LineName>(_name: Name, data: LineData<Name>): string {
  return `${JSON.stringify(withAmounts(data))}\n`
}

/** Amounts also as decimal strings, so that nobody has to know a currency's exponent to read them. */
export function withAmounts<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withAmounts) as T
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).map(([key, entry]) => [key, withAmounts(entry)])
  const copy = Object.fromEntries(entries)
  if (typeof copy.minorUnits === 'number' && typeof copy.currency === 'string') {
    return { amount: toDecimal(copy.minorUnits, copy.currency), ...copy }
  }
  return copy
}
