import { isCurrency, parseMinorUnits } from '../core/money.ts'
import { type ColumnNames, findColumns } from './columns.ts'
import { parseCsv } from './csv-table.ts'
import { type DateOrder, dateOrderOf, decimalMarkOf, parseAmount, parseDate } from './csv-values.ts'
import type { Payment, Statement } from './statement.ts'

export interface ReadCsvOptions {
  names: ColumnNames
  /** Where the dates do not settle it themselves. */
  dateOrder: DateOrder | null
  /** Used where they are ambiguous and nothing was given. */
  likelyDateOrder: DateOrder
  /** Of lines that name none. */
  currency: string | null
}

/** Reads what a bank exports as CSV. Columns, separators and formats are found out from the file itself. */
export function readCsvStatement(text: string, options: ReadCsvOptions): Statement {
  const { rows, separator } = parseCsv(text)
  const { headingRow, columns } = findColumns(rows, options.names)
  const body = rows.slice(headingRow + 1)
  const column = (index: number | null) => (index === null ? [] : body.map((row) => row[index] ?? ''))
  const order = options.dateOrder ?? dateOrderOf(column(columns.date)) ?? options.likelyDateOrder
  const mark = decimalMarkOf([columns.amount, columns.debit, columns.credit].flatMap(column))

  const found = body.flatMap((row, i): Payment[] => {
    const date = parseDate(row[columns.date] ?? '', order)
    const currency = currencyOf(row, columns.currency, columns.amount ?? columns.debit) ?? options.currency
    const minorUnits = (index: number | null) => {
      const decimal = index === null ? null : parseAmount(row[index] ?? '', mark)
      return decimal === null ? null : parseMinorUnits(decimal, currency ?? 'EUR')
    }
    const [debit, credit] = [minorUnits(columns.debit), minorUnits(columns.credit)]
    const amount = minorUnits(columns.amount) ?? (debit ? -Math.abs(debit) : credit ? Math.abs(credit) : null)
    if (date === null || amount === null) return []
    const description = columns.description.map((index) => row[index] ?? '').filter(Boolean)
    return [
      {
        id: String(headingRow + i + 2),
        date,
        amount: { minorUnits: amount, currency },
        description: [...new Set(description)].join(' · '),
        text: row.join(' '),
      },
    ]
  })
  const title = (index: number | null) => (index === null ? [] : [rows[headingRow]?.[index] ?? ''])
  return {
    payments: spendingPositive(found),
    ignored: body.filter((row) => row.some((cell) => cell !== '')).length - found.length,
    reading: {
      separator: separator === '\t' ? 'tab' : separator,
      decimalMark: mark,
      dateOrder: order,
      date: title(columns.date).join(),
      amount: [columns.amount, columns.debit, columns.credit].flatMap(title).join(' and '),
      currency: title(columns.currency).join() || (options.currency ?? 'unknown'),
      description: columns.description.flatMap(title).join(' and '),
    },
  }
}

/** Accounts show what was spent as negative, some cards as positive: what there is more of was spent. */
export function spendingPositive(payments: readonly Payment[]): Payment[] {
  const negative = payments.filter(({ amount }) => amount.minorUnits < 0).length
  const sign = negative * 2 >= payments.length ? -1 : 1
  return payments.map((payment) => ({
    ...payment,
    amount: { ...payment.amount, minorUnits: sign * payment.amount.minorUnits || 0 },
  }))
}

function currencyOf(row: string[], ...indexes: (number | null)[]): string | null {
  for (const index of indexes) {
    const cell = index === null ? '' : (row[index] ?? '')
    const code = /\b[A-Z]{3}\b/.exec(cell.toUpperCase())?.[0]
    if (code && isCurrency(code)) return code
  }
  return null
}
