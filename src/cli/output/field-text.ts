import { formatMoney } from '../../core/money.ts'
import { plain } from './text.ts'

/** `purchaseDate` as people read it: `purchase date`. */
export function fieldName(field: string): string {
  return field.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}

/** The value of any field of an expense in a few words; `unknown` for null. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return 'unknown'
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(valueText).join(' ')
  if (typeof value === 'object' && 'minorUnits' in value && 'currency' in value) {
    return formatMoney({ minorUnits: Number(value.minorUnits), currency: String(value.currency) })
  }
  return plain(typeof value === 'string' ? value : JSON.stringify(value))
}
