import { formatMoney } from '../../core/money.ts'
import { plain } from './text.ts'
import { describeReason } from './words.ts'

/** `purchaseDate` as people read it: `purchase date`. */
export function fieldName(field: string): string {
  return field.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}

/** The value of a field of an expense in a few words; `unknown` for null. */
export function valueText(value: unknown, field: string): string {
  if (value === null || value === undefined) return 'unknown'
  if (Array.isArray(value)) {
    if (value.length === 0) return 'none'
    if (field === 'reviewReasons') return value.map((reason) => describeReason(reason, 'short')).join(', ')
    return value.map((each) => valueText(each, field)).join(' ')
  }
  if (typeof value === 'object' && 'minorUnits' in value && 'currency' in value) {
    return formatMoney({ minorUnits: Number(value.minorUnits), currency: String(value.currency) })
  }
  return plain(typeof value === 'string' ? value : JSON.stringify(value))
}
