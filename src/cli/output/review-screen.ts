import { shortId } from '../../core/ids.ts'
import { formatMoney } from '../../core/money.ts'
import type { ExpenseDetailJson, ExpenseJson } from '../../http/contract.ts'
import type { DuplicateJson } from '../../http/contract-duplicates.ts'
import type { CommandContext } from '../context.ts'
import { attention } from './attention.ts'
import { duplicateText } from './duplicate-text.ts'
import { plain } from './text.ts'
import { describeReason } from './words.ts'

/** Which reasons are about which field; the others are about the whole. */
const fieldOf: Record<string, string> = {
  merchant_missing: 'merchant',
  date_missing: 'purchaseDate',
  date_ambiguous: 'purchaseDate',
  date_in_future: 'purchaseDate',
  total_missing: 'total',
  sum_mismatch: 'total',
  payment_mismatch: 'total',
  currency_missing: 'currency',
  currency_guessed: 'currency',
  tax_mismatch: 'taxTotal',
}

/** What a person has to look at: the fields, how sure they are, and what is asked about them. */
export function reviewScreen(
  { style: { stderr: style } }: CommandContext,
  detail: ExpenseDetailJson & { expense: ExpenseJson },
  duplicates: readonly DuplicateJson[],
  place: string,
): string {
  const { expense, receipt } = detail
  const heading = `${style.bold(plain(expense.merchant ?? 'No merchant'))}  ${style.dim(`${shortId(expense.id)} · ${plain(receipt.originalFilename)} · ${place}`)}`
  const reasonsOf = (field: string | undefined) =>
    expense.reviewReasons.filter((reason) => fieldOf[reason] === field)
  const line = (label: string, field: string, value: string | null) => {
    const sure = expense.confidence[field]
    const how = expense.editedFields.includes(field)
      ? 'edited'
      : sure === undefined
        ? ''
        : `${Math.round(sure * 100)} %`
    const asked = reasonsOf(field).map((reason) => `  ${attention(style)(describeReason(reason, 'short'))}`)
    const shown = value === null ? attention(style)('unknown') : plain(value)
    return `  ${style.dim(label.padEnd(10))}${shown}  ${style.dim(how)}${asked.join('')}`.trimEnd()
  }
  const money = (field: 'total' | 'taxTotal' | 'tip') => {
    const amount = expense[field]
    return amount ? formatMoney(amount) : null
  }
  const lines = [
    line('Merchant', 'merchant', expense.merchant),
    line('Date', 'purchaseDate', expense.purchaseDate),
    line('Total', 'total', money('total') ?? expense.totalText),
    line('Currency', 'currency', expense.currency),
    ...(expense.taxTotal ? [line('Tax', 'taxTotal', money('taxTotal'))] : []),
    ...(expense.tip ? [line('Tip', 'tip', money('tip'))] : []),
    ...(expense.category === null ? [] : [line('Category', 'category', expense.category)]),
    ...expense.checks
      .filter((check) => !check.passed)
      .map((check) => `  ${style.red('✗')} ${plain(check.detail)}`),
    ...reasonsOf(undefined)
      .filter((reason) => reason !== 'possible_duplicate')
      .map((reason) => `  ${attention(style)('!')} ${describeReason(reason, 'long')}`),
    ...duplicates.map((pair) => `  ${attention(style)('!')} ${duplicateText(pair, expense.id)}.`),
  ]
  return `\n${heading}\n${lines.join('\n')}\n`
}

/** The keys, the letter to press in bold. */
export function keyLine(
  { style: { stderr: style } }: CommandContext,
  keys: readonly (readonly [key: string, word: string])[],
): string {
  return keys
    .map(([key, word]) => {
      const at = word.indexOf(key)
      const marked = style.bold.underline(key)
      return at < 0 ? `${marked} ${word}` : `${word.slice(0, at)}${marked}${word.slice(at + 1)}`
    })
    .join('  ')
}
