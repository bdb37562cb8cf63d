import { toDecimal } from '../core/money.ts'
import { toCsv } from './csv-text.ts'
import type { ExportedExpense } from './exported-expense.ts'
import { type Cell, tableColumns } from './table.ts'

/** One line for each expense; ISO dates, a point before the decimals, the currency in a column of its own. */
export function toExpensesCsv(expenses: readonly ExportedExpense[]): string {
  return toCsv([
    tableColumns.map(({ title }) => title),
    ...expenses.map((expense) => tableColumns.map(({ cell }) => cellText(cell(expense)))),
  ])
}

function cellText(cell: Cell): string | null {
  if (cell.type === 'date') return cell.date
  if (cell.type === 'text') return cell.text
  return cell.money && toDecimal(cell.money.minorUnits, cell.money.currency)
}
