import { median } from '../core/median.ts'
import type { TextLine } from '../core/reading/page-text.ts'
import { looksLikeReceipt } from './side-by-side.ts'

/** Receipts that lie below each other leave a gap of at least so many line heights between their lines. */
const minimumGap = 1.5
/** The table between two receipts differs from their paper by this much brightness, over most of the width. */
const differentGround = 40
const overMostOfTheWidth = 0.8
/** Paper has a fold or a printed rule here and there; a table shows for at least this many line heights. */
const minimumTable = 0.4
/** The gap is looked at in this many places across, every so many line heights down. */
const columns = 60
const rowStep = 0.1
/** In line heights; what two receipts share across must be more than a word. */
const narrowest = 8

/** How light the page is at a place where lines may lie, 0 to 255. */
export type Brightness = (x: number, y: number) => number

/**
 * True where a page shows two receipts below each other: lines of two receipts with a gap between them, in which the
 * table shows through or after which everything is dated differently.
 */
export function showsReceiptsStacked(lines: TextLine[], brightness: Brightness): boolean {
  const height = median(lines.map((line) => line.height))
  const sorted = lines.toSorted((a, b) => a.y - b.y)
  let bottom = sorted[0]?.y ?? 0
  return sorted.some((line, index) => {
    const gap = { top: bottom, bottom: line.y }
    bottom = Math.max(bottom, line.y + line.height)
    if (gap.bottom - gap.top < minimumGap * height) return false
    const parts = [sorted.slice(0, index), sorted.slice(index)] as const
    if (!parts.every(looksLikeReceipt)) return false
    return datedDifferently(...parts) || showsTable(brightness, gap, parts, height)
  })
}

/** Parts of one receipt, such as the slip of a card terminal, share its date. */
function datedDifferently(one: TextLine[], other: TextLine[]): boolean {
  const [dates, otherDates] = [datesIn(one), datesIn(other)]
  return dates.size > 0 && otherDates.size > 0 && [...dates].every((date) => !otherDates.has(date))
}

/** Days, months and two-digit years, whatever their order. */
function datesIn(lines: TextLine[]): Set<string> {
  const dates = lines.flatMap(({ text }) => [
    ...text.matchAll(/(?<!\d)(\d{1,4}) ?[./-] ?(\d{1,2}|\p{L}{3}) ?[./-] ?(\d{2,4})(?!\d)/gu),
  ])
  return new Set(
    dates.map((date) =>
      date
        .slice(1)
        .map((part) => part.toLowerCase().slice(-2).padStart(2, '0'))
        .sort()
        .join(' '),
    ),
  )
}

/** Whether something darker or lighter than the paper shows between the lines, from side to side. */
function showsTable(
  brightness: Brightness,
  gap: { top: number; bottom: number },
  parts: readonly [TextLine[], TextLine[]],
  lineHeight: number,
): boolean {
  const left = Math.max(...parts.map((lines) => Math.min(...lines.map((line) => line.x))))
  const right = Math.min(...parts.map((lines) => Math.max(...lines.map((line) => line.x + line.width))))
  if (right - left < narrowest * lineHeight) return false
  const row = (y: number) =>
    Array.from({ length: columns }, (_, column) =>
      brightness(left + ((column + 0.5) / columns) * (right - left), y),
    )
  const rows = (top: number, bottom: number) =>
    Array.from({ length: Math.round((bottom - top) / (lineHeight * rowStep)) }, (_, index) =>
      row(top + index * lineHeight * rowStep),
    )
  // More than half of an area with print is paper.
  const papers = [
    median(rows(gap.top - 4 * lineHeight, gap.top).flat()),
    median(rows(gap.bottom, gap.bottom + 4 * lineHeight).flat()),
  ]
  let run = 0
  return rows(gap.top, gap.bottom).some((values) => {
    const different = values.filter((value) =>
      papers.every((paper) => Math.abs(value - paper) > differentGround),
    )
    run = different.length > overMostOfTheWidth * columns ? run + 1 : 0
    return run * rowStep >= minimumTable
  })
}
