import { describe, expect, it } from 'vitest'
import { createAccounts } from '../../src/export/accounts.ts'
import { journalEntry } from '../../src/export/journal.ts'
import { toOfx } from '../../src/export/ofx.ts'
import { match } from '../../src/match/match.ts'
import { readCsvStatement } from '../../src/match/read-csv.ts'
import { readOfxStatement } from '../../src/match/read-ofx.ts'
import type { MatchableExpense } from '../../src/match/score.ts'
import { decodeText, type Payment } from '../../src/match/statement.ts'
import { awkward } from '../support/exported-expenses.ts'

const plain = { names: {}, dateOrder: null, likelyDateOrder: 'dmy', currency: null } as const
const short = ({ date, amount, description }: Payment) => [
  date,
  amount.minorUnits,
  amount.currency,
  description,
]

describe('reading statements', () => {
  it('reads a German bank: preamble, semicolons, decimal commas, Windows-1252', () => {
    const text = [
      '"Umsätze Girokonto";"DE12 3456"',
      '',
      '"Buchungstag";"Wertstellung";"Buchungstext";"Begünstigter / Auftraggeber";"Verwendungszweck";"Betrag (€)";"Währung"',
      '"05.10.2026";"06.10.2026";"Kartenzahlung";"REWE Köln";"Danke, bis bald";"-1.024,30";"EUR"',
      '"07.10.2026";"07.10.2026";"Gutschrift";"Arbeitgeber";"Gehalt";"2.500,00";"EUR"',
      '"08.10.2026";"08.10.2026";"Kartenzahlung";"Kiosk";"";"-3,50";"EUR"',
      '"Kontostand";"";"";"";"";"1.000,00";"EUR"',
    ].join('\r\n')
    const statement = readCsvStatement(decodeText(Buffer.from(text, 'latin1')), plain)
    expect(statement.payments.map(short)).toEqual([
      ['2026-10-05', 102430, 'EUR', 'REWE Köln · Danke, bis bald'],
      ['2026-10-07', -250000, 'EUR', 'Arbeitgeber · Gehalt'],
      ['2026-10-08', 350, 'EUR', 'Kiosk'],
    ])
    expect(statement.ignored).toBe(1)
    expect(statement.reading).toMatchObject({ separator: ';', decimalMark: ',', dateOrder: 'dmy' })
  })

  it('reads an American card: months first, what was spent positive', () => {
    const text =
      'Transaction Date,Post Date,Description,Category,Amount\n10/13/2026,10/14/2026,"UBER, TRIP",Travel,12.50\n10/02/2026,10/03/2026,STARBUCKS,Food,"$1,004.00"\n10/20/2026,10/20/2026,PAYMENT THANK YOU,,(500.00)\n'
    const statement = readCsvStatement(text, { ...plain, currency: 'USD' })
    expect(statement.payments.map(short)).toEqual([
      ['2026-10-13', 1250, 'USD', 'UBER, TRIP'],
      ['2026-10-02', 100400, 'USD', 'STARBUCKS'],
      ['2026-10-20', -50000, 'USD', 'PAYMENT THANK YOU'],
    ])
  })

  it('reads debit and credit in columns of their own, and yen without decimals', () => {
    const text =
      'Date\tDetails\tPaid out\tPaid in\tCurrency\n2026/10/03\tSushi\t4,400\t\tJPY\n2026/10/04\tRefund\t\t1,200\tJPY\n2026/10/05\tTaxi\t980\t\tJPY\n'
    expect(readCsvStatement(text, plain).payments.map(short)).toEqual([
      ['2026-10-03', 4400, 'JPY', 'Sushi'],
      ['2026-10-04', -1200, 'JPY', 'Refund'],
      ['2026-10-05', 980, 'JPY', 'Taxi'],
    ])
  })

  it('takes the columns that it is told', () => {
    const text = 'Tag,Wer,Wert,Rest\n03.10.26,Bäcker,"2,20",1\n'
    const names = { date: 'Tag', amount: 'Wert', description: 'Wer' }
    expect(() => readCsvStatement(text, plain)).toThrow('the headings do not say')
    expect(readCsvStatement(text, { ...plain, names }).payments.map(short)).toEqual([
      ['2026-10-03', 220, null, 'Bäcker'],
    ])
  })

  it('reads OFX of both kinds', () => {
    const sgml =
      'OFXHEADER:100\nDATA:OFXSGML\n<OFX><CURDEF>USD<BANKTRANLIST><STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20261003120000[-5:EST]<TRNAMT>-12.50<FITID>77<NAME>AT&amp;T</STMTTRN>\n<STMTTRN><DTPOSTED>20261004<TRNAMT>-1.00<FITID>78<NAME>Tea</STMTTRN></BANKTRANLIST></OFX>'
    expect(readOfxStatement(sgml).payments.map(short)).toEqual([
      ['2026-10-03', 1250, 'USD', 'AT&T'],
      ['2026-10-04', 100, 'USD', 'Tea'],
    ])
    const entries = awkward.flatMap((expense) => journalEntry(expense, createAccounts()) ?? [])
    const own = readOfxStatement(toOfx(entries)).payments
    expect(own.map(({ amount }) => `${amount.minorUnits} ${amount.currency}`).sort()).toEqual(
      ['-5000 EUR', '1000 EUR', '12345 KWD', '2423 EUR', '4400 JPY', '500 EUR'].sort(),
    )
  })
})

const options = { days: 5, feePercent: 4, convert: () => null }
const payment = (
  id: string,
  date: string,
  minorUnits: number,
  description = '',
  currency = 'EUR',
): Payment => ({
  id,
  date,
  amount: { minorUnits, currency },
  description,
  text: description,
})
const receipt = (
  id: string,
  purchaseDate: string,
  minorUnits: number,
  merchant = 'Shop',
  currency = 'EUR',
): MatchableExpense => ({
  id,
  merchant,
  purchaseDate,
  total: { minorUnits, currency },
  payments: [],
})
const pairs = (payments: Payment[], receipts: MatchableExpense[], with_ = options) =>
  match(payments, receipts, with_).matched.map((each) => `${each.payment.id}${each.expense.id}`)

describe('matching', () => {
  it('pairs equal amounts within a few days, and leaves the rest', () => {
    const result = match(
      [
        payment('1', '2026-10-05', 1200, 'LUNCH BAR BERLIN'),
        payment('2', '2026-10-06', 999),
        payment('3', '2026-10-07', -100),
      ],
      [receipt('a', '2026-10-03', 1200, 'Lunch Bar GmbH'), receipt('b', '2026-10-03', 5000)],
      options,
    )
    expect(result.matched).toMatchObject([
      {
        payment: { id: '1' },
        expense: { id: 'a' },
        reasons: ['same amount', '2 days later', 'merchant fits'],
      },
    ])
    expect(result.missing.map(({ id }) => id)).toEqual(['2'])
    expect(result.unmatched.map(({ id }) => id)).toEqual(['b'])
  })

  it('finds the assignment that fits as a whole, not the nearest first', () => {
    const payments = [payment('1', '2026-10-04', 350), payment('2', '2026-10-09', 350)]
    const receipts = [receipt('a', '2026-10-03', 350), receipt('b', '2026-10-04', 350)]
    // 1 and b are of the same day, but then 2 would be too late for a.
    expect(pairs(payments, receipts)).toEqual(['1a', '2b'])
  })

  it('prefers the merchant that the line names', () => {
    const payments = [
      payment('1', '2026-10-05', 350, 'TAXI MUELLER'),
      payment('2', '2026-10-05', 350, 'CAFE ANNA'),
    ]
    const receipts = [
      receipt('a', '2026-10-05', 350, 'Café Anna'),
      receipt('b', '2026-10-05', 350, 'Taxi Müller'),
    ]
    expect(pairs(payments, receipts)).toEqual(['1b', '2a'])
  })

  it('takes an amount changed by a fee only where the merchant fits', () => {
    const paid = payment('1', '2026-10-05', 1224, 'LUNCH BAR')
    expect(pairs([paid], [receipt('a', '2026-10-05', 1200, 'Lunch Bar')])).toEqual(['1a'])
    expect(pairs([paid], [receipt('a', '2026-10-05', 1200, 'Kiosk')])).toEqual([])
    expect(pairs([paid], [receipt('a', '2026-10-05', 1100, 'Lunch Bar')])).toEqual([])
  })

  it('compares currencies by the original amount on the line, or by the rate of the day', () => {
    const line = payment('1', '2026-10-05', 1150, 'DINER NYC 12.50 USD KURS 1,087')
    expect(pairs([line], [receipt('a', '2026-10-04', 1250, 'Diner', 'USD')])).toEqual(['1a'])
    const bare = payment('1', '2026-10-05', 1170, 'DINER NYC')
    const usd = receipt('a', '2026-10-04', 1250, 'Diner', 'USD')
    expect(pairs([bare], [usd])).toEqual([])
    expect(pairs([bare], [usd], { ...options, convert: () => 1150 as never })).toEqual(['1a'])
  })

  it('never pairs a payment with a refund, nor one from long before or after', () => {
    const paid = payment('1', '2026-10-05', 350)
    for (const other of [
      receipt('a', '2026-10-05', -350),
      receipt('a', '2026-09-29', 350),
      receipt('a', '2026-10-07', 350),
    ]) {
      expect(pairs([paid], [other])).toEqual([])
    }
  })
})
