import { formatMoney, type Money } from '../core/money.ts'
import { margin, type Sheet } from './paper.ts'
import { type ReportExpense, type ReportTitle, reportTotals } from './report.ts'

/** Where the writing goes on: the sheet, and how far down it is written. */
interface Cursor {
  sheet: Sheet
  y: number
}

const bottom = 64

/** Title, totals and the table of expenses; begins new sheets as it needs them. */
export function writeTables(
  { title, name, subtitle }: ReportTitle,
  expenses: readonly ReportExpense[],
  newSheet: () => Sheet,
): void {
  const at: Cursor = { sheet: newSheet(), y: margin + 22 }
  at.sheet.text(title, margin, at.y, { size: 20, weight: 'bold' })
  at.y += 20
  at.sheet.text([name, subtitle].filter(Boolean).join(' · '), margin, at.y, { size: 10, ink: 'grey' })
  at.y += 34
  writeTotals(at, expenses, newSheet)
  at.y += 20
  writeExpenses(at, expenses, newSheet)
}

function writeTotals(at: Cursor, expenses: readonly ReportExpense[], newSheet: () => Sheet): void {
  const columns = columnsOf(at.sheet)
  for (const { currency, count, total, tax, categories } of reportTotals(expenses)) {
    room(at, 60, newSheet)
    const amount = (minorUnits: number) => amountOf({ minorUnits, currency })
    const line = (label: string, n: number, taxUnits: number, units: number, weight: 'regular' | 'bold') => {
      at.sheet.text(label, margin, at.y, { weight })
      at.sheet.text(String(n), columns.count, at.y, { weight, align: 'right' })
      if (taxUnits !== 0) at.sheet.text(amount(taxUnits), columns.tax, at.y, { weight, align: 'right' })
      at.sheet.text(amount(units), columns.total, at.y, { weight, align: 'right' })
      at.sheet.text(currency, columns.currency, at.y, { ink: 'grey' })
    }
    heading(at, [
      ['By category', margin, 'left'],
      ['Receipts', columns.count, 'right'],
      ['Tax', columns.tax, 'right'],
      ['Total', columns.total, 'right'],
    ])
    for (const each of categories) {
      room(at, 32, newSheet)
      line(each.category ?? 'No category', each.count, each.tax, each.total, 'regular')
      at.y += 15
    }
    at.sheet.rule(at.y - 9)
    at.y += 4
    line('Total', count, tax, total, 'bold')
    at.y += 26
  }
  const without = expenses.filter(({ total }) => total === null).length
  if (without > 0) {
    const sums =
      without === 1
        ? '1 receipt without a legible total or currency is'
        : `${without} receipts without a legible total or currency are`
    at.sheet.text(`${sums} in none of these sums.`, margin, at.y, { ink: 'grey' })
    at.y += 18
  }
}

function writeExpenses(at: Cursor, expenses: readonly ReportExpense[], newSheet: () => Sheet): void {
  const columns = columnsOf(at.sheet)
  const head = () =>
    heading(at, [
      ['No.', columns.number, 'right'],
      ['Date', columns.date, 'left'],
      ['Merchant', columns.merchant, 'left'],
      ['Category', columns.category, 'left'],
      ['Tax', columns.tax, 'right'],
      ['Total', columns.total, 'right'],
    ])
  room(at, 70, newSheet)
  head()
  for (const [i, expense] of expenses.entries()) {
    const details = [expense.receiptNumber && `No. ${expense.receiptNumber}`, expense.note, expense.converted]
    const detail = details.filter(Boolean).join(' · ')
    const height = detail === '' ? 15 : 26
    if (room(at, height, newSheet)) head()
    const { sheet, y } = at
    sheet.text(String(i + 1), columns.number, y, { ink: 'grey', align: 'right' })
    sheet.text(expense.purchaseDate ?? '?', columns.date, y)
    sheet.text(expense.merchant ?? '?', columns.merchant, y, {
      width: columns.category - columns.merchant - 10,
    })
    sheet.text(expense.category ?? '', columns.category, y, { width: columns.tax - columns.category - 46 })
    if (expense.taxTotal) {
      sheet.text(amountOf(expense.taxTotal), columns.tax, y, { align: 'right' })
    }
    const { total } = expense
    const amount = total ? amountOf(total) : (expense.totalText ?? '?')
    sheet.text(amount, columns.total, y, { align: 'right' })
    sheet.text(total?.currency ?? '?', columns.currency, y, { ink: 'grey' })
    if (detail !== '') {
      sheet.text(detail, columns.merchant, y + 11, {
        size: 7.5,
        ink: 'grey',
        width: columns.tax - columns.merchant - 46,
      })
    }
    at.y += height
  }
}

/** Without its currency, which has a column of its own. */
function amountOf(money: Money): string {
  return formatMoney(money).replace(/ .*/, '')
}

function columnsOf({ width }: Sheet) {
  const right = width - margin
  return {
    number: margin + 16,
    date: margin + 28,
    merchant: margin + 98,
    category: right - 228,
    count: right - 170,
    tax: right - 92,
    total: right - 28,
    currency: right - 22,
  }
}

function heading(at: Cursor, titles: [title: string, x: number, align: 'left' | 'right'][]): void {
  for (const [title, x, align] of titles) at.sheet.text(title, x, at.y, { size: 7.5, ink: 'grey', align })
  at.sheet.rule(at.y + 5)
  at.y += 19
}

/** Goes on with a new sheet where there is not so much room left on this one; true when it did. */
function room(at: Cursor, height: number, newSheet: () => Sheet): boolean {
  if (at.y + height <= at.sheet.height - bottom) return false
  at.sheet = newSheet()
  at.y = margin + 12
  return true
}
