import type { TextLine } from '../core/reading/page-text.ts'

/** Each of two receipts has at least so many lines of words, and so many of amounts. */
const minimumWords = 5
const minimumAmounts = 3

/**
 * True where a page shows two receipts beside each other: a vertical gap that no line crosses, with words and
 * amounts of their own on both sides, at the same height. One receipt's column of amounts has no words.
 */
export function showsReceiptsSideBySide(lines: TextLine[], pageWidth: number): boolean {
  const words = lines.filter((line) => (line.text.match(/\p{L}/gu)?.length ?? 0) >= 4)
  if (words.length < 2 * minimumWords) return false
  const step = Math.max(4, pageWidth / 200)
  for (let gap = pageWidth * 0.2; gap < pageWidth * 0.8; gap += step) {
    if (lines.some((line) => line.x < gap && line.x + line.width > gap)) continue
    const sides = [true, false].map((left) => lines.filter((line) => line.x < gap === left))
    if (sides.every(looksLikeReceipt) && overlapInHeight(sides[0] ?? [], sides[1] ?? []) > 0.5) return true
  }
  return false
}

/** Whether these lines alone could be a receipt. */
export function looksLikeReceipt(lines: TextLine[]): boolean {
  const words = lines.filter((line) => (line.text.match(/\p{L}/gu)?.length ?? 0) >= 4)
  const amounts = lines.filter((line) => /\d[.,]\d/.test(line.text))
  return words.length >= minimumWords && amounts.length >= minimumAmounts
}

/** How much of the lower of two columns stands beside the other. */
function overlapInHeight(one: TextLine[], other: TextLine[]): number {
  const span = (lines: TextLine[]) =>
    [
      Math.min(...lines.map((line) => line.y)),
      Math.max(...lines.map((line) => line.y + line.height)),
    ] as const
  const [top, bottom] = span(one)
  const [otherTop, otherBottom] = span(other)
  const shared = Math.min(bottom, otherBottom) - Math.max(top, otherTop)
  return shared / Math.min(bottom - top, otherBottom - otherTop)
}
