import { type Amount, looksLikeMoney } from './amounts.ts'
import { type Entry, mainAmount } from './entry.ts'
import { withoutStrangers } from './item-sums.ts'
import type { NumberStyle } from './number-style.ts'
import type { Row } from './rows.ts'
import { moneyIn, type Sheet } from './sheet.ts'

export interface ReadItem {
  description: string | null
  /** Thousandths; null where not printed. */
  quantity: number | null
  unitPrice: Amount | null
  amount: Amount
}

interface Line {
  row: Row
  /** Text in front of the numbers, without codes and quantities. */
  words: string
  /** The amount in the right-hand column. */
  amount: Amount | null
  quantity: number | null
  unitPrice: Amount | null
}

/** The rows between head and totals, read as items. */
export function readItems(sheet: Sheet, merchantRows: Row[]): ReadItem[] {
  const { entries, amounts, style } = sheet
  const section = itemSection(sheet, merchantRows)
  const column = rightColumn(sheet, section)
  const named = new Map(entries.map((entry) => [entry.row, entry]))
  const items: ReadItem[] = []
  let waiting: Line[] = []
  for (const row of section) {
    const entry = named.get(row)
    const asides = (sheet.labels.get(row) ?? []).some((l) => l.kind === 'aside' && l.start < 3)
    const line = readLine(row, amounts.get(row) ?? [], style, column)
    // `2 KPL 2,99 5,98`: counted, priced and summed up is an item, whatever the count is called.
    const isCounted =
      entry?.kind === 'count' && line.amount !== null && line.unitPrice !== null && line.quantity !== null
    // `+ Harga (27.500)`: what is included in the item above.
    if (/^\+\s?\p{L}.*\([\d.,]+\)$/u.test(row.text)) continue
    if ((entry && !isDescription(entry) && !isCounted) || asides) {
      waiting = []
      continue
    }
    const last = items.at(-1)
    if (!line.amount) {
      if (last && isDetail(line) && waiting.length === 0) addDetail(last, line)
      else if (line.words.length >= 2) waiting.push(line)
      continue
    }
    if (line.words === '' && waiting.length === 0 && last && !last.quantity && explains(line, last)) {
      addDetail(last, line)
      continue
    }
    // The amount of the item above once more, in a row of several columns.
    const columns = moneyIn(sheet, row).length
    const repeats = last?.amount.value === line.amount.value && line.quantity === null && columns >= 2
    if (line.words === '' && waiting.length === 0 && repeats) continue
    // A description above an amount that has none is this item's; above one that has, it only may be.
    const above = line.words === '' ? waiting.slice(-2) : []
    const description = [...above.map((w) => w.words), line.words].filter((w) => w !== '').join(' ')
    const detail = above.find((w) => w.quantity !== null)
    items.push({
      description: description === '' ? null : description.slice(0, 300),
      quantity: line.quantity ?? detail?.quantity ?? null,
      unitPrice: line.unitPrice ?? detail?.unitPrice ?? null,
      amount: line.amount,
    })
    waiting = []
  }
  const priced = items.filter((item) => item.amount.value !== 0 || item.description !== null)
  return [...fuelItem(entries, style), ...withoutStrangers(priced, sheet)]
}

/** `Balance bread 0.99`: a weak phrase within a longer description names an item, not a sum. */
function isDescription(entry: Entry): boolean {
  if (!['weakTotal', 'count', 'loyalty', 'net', 'card'].includes(entry.kind)) return false
  const letters = entry.row.text.replace(/[^\p{L}]/gu, '').length
  const covered = entry.labels.reduce((sum, l) => sum + l.phrase.replace(/[^\p{L}]/gu, '').length, 0)
  return letters - covered >= 4
}

/** A pump's receipt names its only item in the total: `FUEL SALE $35.81`. */
function fuelItem(entries: Entry[], style: NumberStyle): ReadItem[] {
  const entry = entries.find((e) => e.labels.some((label) => /^fuel/.test(label.phrase)))
  const amount = entry ? mainAmount(entry, style) : null
  if (!entry || !amount) return []
  return [
    { description: describe(entry.row.text.slice(0, amount.start)), quantity: null, unitPrice: null, amount },
  ]
}

function itemSection(sheet: Sheet, merchantRows: Row[]): Row[] {
  const { rows, labels, entries, style } = sheet
  const money = (row: Row) => moneyIn(sheet, row).length > 0
  const head = rows.find((row) => {
    const kinds = (labels.get(row) ?? []).filter(
      (l) => l.kind === 'itemHead' || l.phrase === 'qty' || l.kind === 'weakTotal',
    )
    return kinds.length >= 2 && !money(row)
  })
  const lastMerchant = Math.max(
    -1,
    ...merchantRows.filter((r) => r.index < rows.length / 2 && !money(r)).map((r) => r.index),
  )
  const from = head ? head.index + 1 : lastMerchant + 1
  const closing = entries.find(
    (e) =>
      ['grandTotal', 'total', 'subtotal', 'cash', 'card', 'change'].includes(e.kind) &&
      e.row.index >= from &&
      e.amounts.some((a) => looksLikeMoney(a, style)) &&
      rows.slice(from, e.row.index).some(money),
  )
  const to = closing ? closing.row.index : rows.length
  const section = rows.slice(from, to)
  const first = head ? 0 : section.findIndex((row) => money(row) && !/\b(?:tel|phone|fax)\b/i.test(row.text))
  if (first < 0) return []
  // The description may stand one row above the first amount.
  return section.slice(Math.max(0, first - 1))
}

/** Right edge of the column in which the amounts end: the most frequent one. */
function rightColumn(sheet: Sheet, section: Row[]): number | null {
  const edges = section.flatMap((row) => {
    const last = moneyIn(sheet, row).at(-1)
    return last ? [last.right] : []
  })
  if (edges.length === 0) return null
  const tolerance = columnTolerance(section)
  let best = edges[0] ?? 0
  let most = 0
  for (const edge of edges) {
    const near = edges.filter((other) => Math.abs(other - edge) < tolerance).length
    if (near > most || (near === most && edge > best)) {
      most = near
      best = edge
    }
  }
  return best
}

function columnTolerance(section: Row[]): number {
  const left = Math.min(...section.map((row) => row.x))
  const right = Math.max(...section.map((row) => row.right))
  return 0.14 * (right - left)
}

function readLine(row: Row, all: Amount[], style: NumberStyle, column: number | null): Line {
  const money = all.filter((a) => looksLikeMoney(a, style))
  const width = Math.max(row.right - row.x, 1)
  const last = money.at(-1)
  const inColumn =
    last && (column === null || Math.abs(last.right - column) < Math.max(0.22 * width, 3 * row.height))
  const amount = inColumn ? last : null
  const multiplied = multiplication(row, all, amount)
  const firstNumber = multiplied?.start ?? money[0]?.start ?? row.text.length
  const words = describe(row.text.slice(0, firstNumber))
  if (multiplied)
    return { row, words, amount, quantity: multiplied.quantity, unitPrice: multiplied.unitPrice }
  const unitPrice = amount && money.length >= 2 ? (money.at(-2) ?? null) : null
  const quantity = amount ? plainQuantity(row, all, unitPrice, amount) : null
  return { row, words, amount, quantity, unitPrice: quantity === null ? null : unitPrice }
}

/** `2 x 3.50`, `3.50 x 2`, `@3.50 x 2`, `2 @ 3,50`, `0,512 kg x 12,90 EUR/kg`. */
function multiplication(row: Row, all: Amount[], total: Amount | null) {
  for (let i = 0; i + 1 < all.length; i++) {
    const [a, b] = [all[i], all[i + 1]]
    if (!a || !b || b === total) continue
    const between = row.text.slice(a.end, b.start)
    if (
      !/^\s*(?:kg|lbs?|l|lt|ltr|gal|g|pcs|pc|st|stk|szt|ks|pz|pza|ea|un|und|ad|adet|buc|gab|vnt|tk|kom|kos|db|kpl|hrs?)?\.?\s*[xX×*@]\s*(?:RM|\$|€|£|¥|₩|Rp\.?|S\$)?\s*$/i.test(
        between,
      )
    )
      continue
    // `@148 x 2`: what an @ stands before is the price of one.
    const priceFirst = /@\s*[¥₩]?\s*$/.test(row.text.slice(0, a.start)) && b.decimals === 0
    const swapped = priceFirst || (total !== null && a.decimals >= 2 && b.decimals === 0)
    const [count, price] = swapped ? [b, a] : [a, b]
    return { start: Math.min(a.start, b.start), quantity: count.value, unitPrice: price }
  }
  return null
}

/** A whole number in front whose product with the unit price is the amount, or that leads the row. */
function plainQuantity(row: Row, all: Amount[], unitPrice: Amount | null, amount: Amount): number | null {
  const counts = all.filter((a) => a !== amount && a !== unitPrice && Math.abs(a.value) <= 999_000)
  if (unitPrice) {
    const exact = counts.find((c) => Math.abs((c.value * unitPrice.value) / 1000 - amount.value) <= 10)
    if (exact) return exact.value
  }
  const leading = /^\s*(\d{1,3})\s*[xX]?\s+(?=\p{L})/u.exec(row.text)
  if (leading?.[1] && Number(leading[1]) > 0 && Number(leading[1]) < 100) return Number(leading[1]) * 1000
  return null
}

function describe(text: string): string {
  return text
    .replace(/^\s*\d{1,3}\s*[xX]?\s+(?=\p{L})/u, '')
    .replace(/^\s*[#*]?\d{5,}\s*/, '')
    .replace(/[\s*@:;,.=_-]*(?:RM|\$|€|£|¥|₩|Rp\.?|EUR)?[\s*@:;=_-]*$/i, '')
    .replace(/(?:^|\s)\d{1,3}\s*[xX@]?$/, '')
    .replace(/^[\s*#:;.,_-]+/, '')
    .trim()
}

/** A row like `2 x 1,50` or `Qty 2` without an amount of its own. */
const isDetail = (line: Line) => line.quantity !== null && line.words.replace(/[^\p{L}]/gu, '').length <= 4

/** Whether a row of numbers multiplies to the amount of the item above. */
function explains(line: Line, item: ReadItem): boolean {
  if (line.quantity === null || !line.unitPrice) return false
  return Math.abs((line.quantity * line.unitPrice.value) / 1000 - item.amount.value) <= 10
}

function addDetail(item: ReadItem, line: Line): void {
  item.quantity ??= line.quantity
  item.unitPrice ??= line.unitPrice
}
