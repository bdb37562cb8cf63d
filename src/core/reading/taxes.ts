import { type Amount, looksLikeMoney } from './amounts.ts'
import type { Entry } from './entry.ts'
import type { EntryKind } from './entry-kinds.ts'
import { squash } from './fold.ts'
import type { NumberStyle } from './number-style.ts'
import type { Row } from './rows.ts'
import { moneyIn, type Sheet } from './sheet.ts'
import { isTaxTableHead } from './tax-table.ts'

export interface ReadTaxLine {
  name: string | null
  /** Percent. */
  rate: number | null
  base: Amount | null
  amount: Amount
}

export interface TaxReading {
  lines: ReadTaxLine[]
  /** Thousandths; the sum of the lines, or the printed sum where there is one. */
  total: number | null
  /** The lines with those that were taken for a repetition of another one. */
  printed: ReadTaxLine[]
  /** The tax fits its rate or net + tax = gross. */
  confirmed: boolean
}

interface Found extends ReadTaxLine {
  /** A row that sums up the tax of all rates. */
  isSum: boolean
}

const near = (a: number, b: number, tolerance: number) => Math.abs(a - b) <= tolerance
const sumOf = (lines: ReadTaxLine[]) => lines.reduce((sum, line) => sum + line.amount.value, 0)

/** Reads tax lines and tables: `MwSt 19% 0,91`, `A 7,00% 17,33 1,21 18,54`, `GST 6% (18.87) 1.13`. */
export function readTaxes(sheet: Sheet): TaxReading {
  const { rows, labels, entries, amounts, style } = sheet
  const found: Found[] = []
  const named = new Set<Row>()
  const fitted = new Set<Row>()
  for (const entry of entries) {
    const line =
      entry.kind === 'tax'
        ? namedLine(entry, amounts.get(entry.row) ?? [], style)
        : contained(entry, entries, style)
    if (entry.kind === 'tax') named.add(entry.row)
    if (!line || fitted.has(entry.row)) continue
    if (line.base) fitted.add(entry.row)
    found.push(line)
  }
  const firstOf = (...kinds: EntryKind[]) => entries.find((e) => kinds.includes(e.kind))?.row.index
  const first = firstOf('tax', 'net') ?? firstOf('total', 'grandTotal') ?? rows.length
  let inTable = false
  for (const row of rows) {
    const all = amounts.get(row) ?? []
    const money = moneyIn(sheet, row)
    if (isTaxTableHead(row, labels, style)) {
      inTable = true
      continue
    }
    if (inTable && money.length < 2) inTable = money.length > 0 || all.some((a) => a.percent)
    if (named.has(row) || (row.index < first - 3 && !inTable)) continue
    // Rows of a tax table have a rate or a code and amounts that fit each other, but no tax name.
    if (!inTable && !all.some((a) => a.percent) && !/^\W*(?:[A-Z]{1,2}\d?|\d)\b/.test(row.text)) continue
    const line = fittingLine(all, style, inTable)
    const isSum = (labels.get(row) ?? []).some(
      (label) => label.kind === 'total' || label.kind === 'grandTotal',
    )
    if (line && (!isSum || inTable)) found.push({ ...line, isSum })
  }
  return sumUp(found)
}

/** Takes out what was read as tax but is no possible share of the total: the base, or the total itself. */
export function dropImplausible(taxes: TaxReading, total: number | null): TaxReading {
  if (taxes.total === null || total === null || total === 0) return taxes
  const fits = (value: number) => Math.abs(value) <= 0.35 * Math.abs(total)
  if (fits(taxes.total)) return taxes
  const lines = taxes.lines.filter((line) => fits(line.amount.value))
  const sum = lines.length > 0 && fits(sumOf(lines)) ? sumOf(lines) : null
  return { lines, total: sum, printed: lines, confirmed: false }
}

/**
 * The same tax of the same amount, once for every night or once for the state and once for the city, looks like
 * one that is printed twice: only the total tells. `leadsToTotal` says whether a sum of taxes makes it.
 */
export function countRepeats(taxes: TaxReading, leadsToTotal: (tax: number) => boolean): TaxReading {
  const { total, printed } = taxes
  const sum = sumOf(printed)
  if (total === null || sum <= total || leadsToTotal(total) || !leadsToTotal(sum)) return taxes
  return { lines: printed, total: sum, printed, confirmed: true }
}

function namedLine(entry: Entry, inRow: Amount[], style: NumberStyle): Found | null {
  const label = entry.labels.find((l) => l.kind === 'tax')
  const name = label ? entry.row.text.slice(label.start, label.end).trim() : null
  const isSum =
    entry.labels.some((l) => l.kind === 'total') ||
    /^(?:total|summe|totale|totaal|suma|sum|taxes|tax total|topkdv|toplam)|yhteensa$|total$/.test(
      label?.phrase ?? '',
    )
  const fitting = fittingLine(inRow, style, false)
  if (fitting) return { ...fitting, name, isSum: false }
  const amount = entry.amounts.filter((a) => looksLikeMoney(a, style)).at(-1)
  return amount ? { name, rate: rateOf(entry.amounts), base: null, amount, isSum } : null
}

/** `Total included GST @ 6%: 1.09`: named like a total, but the tax that is inside another one. */
function contained(entry: Entry, entries: Entry[], style: NumberStyle): Found | null {
  const label = entry.labels.find((l) => l.kind === 'tax')
  const rate = rateOf(entry.amounts)
  const amount = entry.amounts.filter((a) => looksLikeMoney(a, style)).at(-1)
  if (!label || rate === null || !amount) return null
  const isInside = entries.some((other) =>
    other.amounts.some((a) => a !== amount && near((a.value * rate) / (100 + rate), amount.value, 10)),
  )
  return isInside
    ? { name: entry.row.text.slice(label.start, label.end), rate, base: null, amount, isSum: false }
    : null
}

function rateOf(all: Amount[]): number | null {
  // `A-16%`: the hyphen behind the letter of the rate is no minus.
  const rate = all.find((a) => a.percent && a.value !== 0 && Math.abs(a.value) <= 40_000)
  return rate ? Math.abs(rate.value) / 1000 : null
}

/** Amounts that fit each other as net, tax and gross, by sum and by rate. Lost minus signs are forgiven. */
function fittingLine(all: Amount[], style: NumberStyle, inTable: boolean): ReadTaxLine | null {
  const money = all.filter((a) => looksLikeMoney(a, style) && a.value !== 0)
  // In a table the rate may lack its percent sign.
  const bare =
    inTable && money[0] && money[0].value > 0 && money[0].value <= 30_000 ? money[0].value / 1000 : null
  const rate = rateOf(all) ?? (bare !== null && money.length >= 3 ? bare : null)
  return fitWithRate(money, rate, style) ?? (rate === bare ? fitWithRate(money, null, style) : null)
}

function fitWithRate(money: Amount[], rate: number | null, style: NumberStyle): ReadTaxLine | null {
  const unit = style.decimals === 0 ? 1000 : 10
  const size = (amount: Amount) => Math.abs(amount.value)
  let partly: ReadTaxLine | null = null
  const halves = rate === null ? null : fitHalves(money, rate, unit)
  if (halves) return halves
  for (const tax of money) {
    for (const other of money) {
      if (tax === other || size(tax) >= size(other)) continue
      const signed = other.value < 0 && tax.value > 0 ? { ...tax, value: -tax.value } : tax
      const fitsNet = rate !== null && near((size(other) * rate) / 100, size(tax), unit)
      const fitsGross = rate !== null && near((size(other) * rate) / (100 + rate), size(tax), unit)
      const gross = money.find(
        (m) => m !== tax && m !== other && near(size(m), size(tax) + size(other), unit),
      )
      const plausible = rate === null && size(tax) >= 0.01 * size(other) && size(tax) <= 0.3 * size(other)
      if (gross && (fitsNet || plausible)) {
        const negative = gross.value < 0 && tax.value > 0 ? { ...tax, value: -tax.value } : signed
        return { name: null, rate: rate ?? ratio(tax, other), base: other, amount: negative }
      }
      if (fitsNet) partly ??= { name: null, rate, base: other, amount: signed }
      else if (fitsGross) partly ??= { name: null, rate, base: null, amount: signed }
    }
  }
  return partly
}

/** A rate that two taxes share in equal halves, as Indian central and state tax do: `5.00 285.71 7.14 7.14`. */
function fitHalves(money: Amount[], rate: number, unit: number): ReadTaxLine | null {
  const tax = money.find((a, i) => money[i + 1]?.value === a.value)
  const base = money.find((a) => tax && near((a.value * rate) / 100, 2 * tax.value, 2 * unit))
  return tax && base ? { name: null, rate, base, amount: { ...tax, value: 2 * tax.value } } : null
}

function ratio(tax: Amount, base: Amount): number | null {
  const percent = (100 * tax.value) / base.value
  const whole = Math.round(percent)
  return Math.abs(percent - whole) < 0.15 ? whole : null
}

function sumUp(found: Found[]): TaxReading {
  if (found.length === 0) return { lines: [], total: null, printed: [], confirmed: false }
  const single = found.filter((line) => !line.isSum)
  const parts = chooseParts(withoutRepeats(single))
  const printed = found.filter((line) => line.isSum).at(-1)
  const agrees = printed === undefined || near(sumOf(parts), printed.amount.value, 20)
  const lines = parts.length > 0 && agrees ? parts : printed ? [printed] : parts
  return {
    lines: lines.map(plainLine),
    total: printed?.amount.value ?? sumOf(parts),
    printed: single.map(plainLine),
    confirmed:
      lines.some((line) => line.base !== null) || (printed !== undefined && agrees && parts.length > 0),
  }
}

const plainLine = ({ name, rate, base, amount }: Found): ReadTaxLine => ({ name, rate, base, amount })

/** The same tax printed in the body and again in a summary is one tax; two names for one amount are two. */
function withoutRepeats(lines: Found[]): Found[] {
  const kept: Found[] = []
  for (const line of lines) {
    const twin = kept.findIndex(
      (earlier) =>
        earlier.amount.value === line.amount.value &&
        (earlier.rate === line.rate || earlier.rate === null || line.rate === null) &&
        (earlier.name === null || line.name === null || squash(earlier.name) === squash(line.name)),
    )
    const known = kept[twin]
    if (!known) kept.push(line)
    else if (known.base === null && line.base !== null)
      kept[twin] = { ...line, name: known.name ?? line.name }
  }
  return kept
}

/** Lines of a table and lines of the body that state the same tax: the table's win. */
function chooseParts(parts: Found[]): Found[] {
  const table = parts.filter((line) => line.base !== null)
  const rest = parts.filter((line) => line.base === null)
  if (table.length === 0 || rest.length === 0) return parts
  const sum = sumOf(table)
  const same = near(sumOf(rest), sum, 20) || rest.some((line) => near(line.amount.value, sum, 20))
  return same || rest.every((line) => line.rate === null) ? table : parts
}
