import { unzipSync, zipSync } from 'fflate'
import writeExcelFile, { type Cell as SheetCell } from 'write-excel-file/node'
import { currencyExponent, toDecimal } from '../core/money.ts'
import type { ExportedExpense } from './exported-expense.ts'
import { type Cell, tableColumns } from './table.ts'

/**
 * An Excel workbook with one sheet: dates and amounts are real ones, text is text (never a formula), and
 * the same expenses give the same bytes.
 */
export async function toXlsx(expenses: readonly ExportedExpense[]): Promise<Uint8Array> {
  const heading = tableColumns.map(({ title }): SheetCell => ({ value: title, fontWeight: 'bold' }))
  const rows = expenses.map((expense) => tableColumns.map(({ cell }) => sheetCell(cell(expense))))
  const workbook = await writeExcelFile([heading, ...rows], {
    sheet: 'Expenses',
    columns: tableColumns.map(({ width }) => ({ width })),
    stickyRowsCount: 1,
  }).toBuffer()
  // The archive's entries carry the time at which they were packed; all get the earliest that the format has.
  const mtime = new Date(1980, 0, 1)
  return zipSync(unzipSync(workbook), { mtime })
}

function sheetCell(cell: Cell): SheetCell {
  if (cell.type === 'text') return cell.text === null ? null : { value: cell.text, type: String }
  if (cell.type === 'date') {
    return cell.date === null ? null : { value: new Date(cell.date), type: Date, format: 'yyyy-mm-dd' }
  }
  if (cell.money === null) return null
  const { minorUnits, currency } = cell.money
  const decimals = currencyExponent(currency)
  const format = decimals === 0 ? '#,##0' : `#,##0.${'0'.repeat(decimals)}`
  return { value: Number(toDecimal(minorUnits, currency)), type: Number, format }
}
