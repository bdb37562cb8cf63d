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
  return `${JSON.stringify({ schema: schemaId(name), ...data }, withAmount, 2)}\n`
}

/**
 * The same document for a list of any length: entries are written as they come, what else is to be said comes
 * behind them.
 */
export function streamJsonDocument<Name extends DocumentName, List extends string & keyof DocumentData<Name>>(
  name: Name,
  list: List,
  write: (text: string) => void,
) {
  let begun = false
  write(`{\n  "schema": "${schemaId(name)}",\n  "${list}": [`)
  return {
    write(entries: Entries<DocumentData<Name>[List]>): void {
      for (const entry of entries) {
        // Line breaks inside texts are escaped: all that are left are between the lines of the document.
        const text = JSON.stringify(entry, withAmount, 2).replaceAll('\n', '\n    ')
        write(`${begun ? ',' : ''}\n    ${text}`)
        begun = true
      }
    },
    end(rest: Omit<DocumentData<Name>, List>): void {
      const fields = Object.entries(rest).map(([field, value]) => `,\n  "${field}": ${JSON.stringify(value)}`)
      write(`${begun ? '\n  ' : ''}]${fields.join('')}\n}\n`)
    },
  }
}

/** One line of NDJSON. */
export function toJsonLine<Name extends LineName>(_name: Name, data: LineData<Name>): string {
  return `${JSON.stringify(data, withAmount)}\n`
}

type Entries<List> = List extends (infer Entry)[] ? readonly Entry[] : never

/** For `JSON.stringify`: amounts also as decimal strings, so that nobody has to know a currency's exponent. */
export function withAmount(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value
  const { minorUnits, currency } = value as { minorUnits?: unknown; currency?: unknown }
  if (typeof minorUnits !== 'number' || typeof currency !== 'string') return value
  return { amount: toDecimal(minorUnits, currency), ...value }
}
