import { ExpensaError } from '../core/errors.ts'
import { isCurrency, parseMinorUnits } from '../core/money.ts'
import { isCalendarDate } from '../core/period.ts'
import { spendingPositive } from './read-csv.ts'
import type { Payment, Statement } from './statement.ts'

/** Reads OFX, both its old form (SGML, tags without ends) and the new one (XML). */
export function readOfxStatement(text: string): Statement {
  const payments: Payment[] = []
  let currency: string | null = null
  let ignored = 0
  for (const [, currencyCode, body] of text.matchAll(
    /<CURDEF>\s*([A-Za-z]{3})|<STMTTRN>(.*?)(?=<\/STMTTRN>|<STMTTRN>|<\/BANKTRANLIST>|$)/gs,
  )) {
    if (currencyCode !== undefined) currency = currencyCode.toUpperCase()
    if (body === undefined) continue
    const field = (name: string) => decode(new RegExp(`<${name}>([^<\\r\\n]*)`).exec(body)?.[1] ?? '')
    const posted = field('DTUSER') || field('DTPOSTED')
    const date = posted.replace(/^(\d{4})(\d{2})(\d{2}).*$/s, '$1-$2-$3')
    const known = currency !== null && isCurrency(currency) ? currency : null
    const minorUnits = parseMinorUnits(field('TRNAMT').replace(',', '.'), known ?? 'EUR')
    if (minorUnits === null || !isCalendarDate(date)) {
      ignored++
      continue
    }
    const description = [field('NAME'), field('PAYEE'), field('MEMO')].filter(Boolean)
    payments.push({
      id: field('FITID') || String(payments.length + 1),
      date,
      amount: { minorUnits, currency: known },
      description: [...new Set(description)].join(' · '),
      text: description.join(' '),
    })
  }
  if (payments.length === 0 && !/<OFX>/i.test(text)) {
    throw new ExpensaError('usage', 'This is not an OFX file.', {
      hint: 'Export the statement as CSV or OFX.',
    })
  }
  return { payments: spendingPositive(payments), ignored, reading: { currency: currency ?? 'unknown' } }
}

function decode(text: string): string {
  return text
    .trim()
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&')
}
