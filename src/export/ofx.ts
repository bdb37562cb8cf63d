import { createHash } from 'node:crypto'
import { toDecimal } from '../core/money.ts'
import { type JournalEntry, oneLine } from './journal.ts'
import { inStatements, type Statement } from './statements.ts'

/**
 * OFX 2.1.1: a credit card statement for each means of payment and currency. FITID is the expense's id, by
 * which programs know again what they have. Nothing in it depends on when it was written.
 */
export function toOfx(entries: readonly JournalEntry[]): string {
  const statements = inStatements(entries)
  const latest = entries.at(-1)?.date ?? '1970-01-01'
  const status = '<STATUS><CODE>0</CODE><SEVERITY>INFO</SEVERITY></STATUS>'
  return [
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>',
    '<?OFX OFXHEADER="200" VERSION="211" SECURITY="NONE" OLDFILEUID="NONE" NEWFILEUID="NONE"?>',
    '<OFX>',
    `<SIGNONMSGSRSV1><SONRS>${status}<DTSERVER>${instant(latest)}</DTSERVER><LANGUAGE>ENG</LANGUAGE></SONRS></SIGNONMSGSRSV1>`,
    '<CREDITCARDMSGSRSV1>',
    ...statements.flatMap((statement, i) => statementLines(statement, i, status)),
    '</CREDITCARDMSGSRSV1>',
    '</OFX>',
    '',
  ].join('\n')
}

function statementLines({ account, currency, lines }: Statement, i: number, status: string): string[] {
  const first = lines[0]?.entry.date ?? ''
  const last = lines.at(-1)?.entry.date ?? ''
  const balance = lines.reduce((sum, line) => sum + line.minorUnits, 0)
  return [
    `<CCSTMTTRNRS><TRNUID>${i + 1}</TRNUID>${status}`,
    `<CCSTMTRS><CURDEF>${currency}</CURDEF>`,
    `<CCACCTFROM><ACCTID>${accountId(account, currency)}</ACCTID></CCACCTFROM>`,
    `<BANKTRANLIST><DTSTART>${instant(first)}</DTSTART><DTEND>${instant(last)}</DTEND>`,
    ...lines.map((line) => {
      const { expense, date } = line.entry
      return [
        `<STMTTRN><TRNTYPE>${line.minorUnits > 0 ? 'CREDIT' : 'DEBIT'}</TRNTYPE>`,
        `<DTPOSTED>${instant(date)}</DTPOSTED>`,
        `<TRNAMT>${toDecimal(line.minorUnits, currency)}</TRNAMT>`,
        `<FITID>${line.id}</FITID>`,
        expense.receiptNumber === null ? '' : `<REFNUM>${text(expense.receiptNumber, 32)}</REFNUM>`,
        expense.merchant === null ? '' : `<NAME>${text(expense.merchant, 32)}</NAME>`,
        memoOf(line.entry),
        '</STMTTRN>',
      ].join('')
    }),
    '</BANKTRANLIST>',
    `<LEDGERBAL><BALAMT>${toDecimal(balance, currency)}</BALAMT><DTASOF>${instant(last)}</DTASOF></LEDGERBAL>`,
    '</CCSTMTRS></CCSTMTTRNRS>',
  ]
}

function memoOf({ expense: { category, note } }: JournalEntry): string {
  const memo = [category, note].filter((part) => part !== null).join(': ')
  return memo === '' ? '' : `<MEMO>${text(memo, 255)}</MEMO>`
}

/** Noon in UTC is the same calendar date nearly everywhere. */
function instant(date: string): string {
  return `${date.replaceAll('-', '')}120000`
}

/** At most 22 characters, as the format allows, and different for different accounts. */
function accountId(account: string, currency: string): string {
  const hash = createHash('sha256').update(account).digest('hex').slice(0, 6)
  const name = (account.split(':').at(-1) ?? '').replaceAll(/[^A-Za-z0-9-]+/g, '').slice(0, 11)
  return `${name}-${hash}-${currency}`
}

function text(value: string, length: number): string {
  return [...oneLine(value)]
    .slice(0, length)
    .join('')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}
