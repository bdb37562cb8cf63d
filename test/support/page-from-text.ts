import type { PageText, TextLine } from '../../src/core/reading/page-text.ts'

const charWidth = 10
const rowHeight = 24

/**
 * A page as if the given text had been recognised: one row per line, a separate box wherever two or more
 * blanks stand. A line that begins with `^` is printed twice as large.
 */
export function pageFromText(text: string, overrides: Partial<PageText> = {}): PageText {
  const lines: TextLine[] = []
  let y = 10
  let width = 0
  for (const printed of text.replace(/^\n/, '').split('\n')) {
    const large = printed.startsWith('^')
    const size = large ? 2 : 1
    const content = large ? printed.slice(1) : printed
    for (const match of content.matchAll(/\S+(?: \S+)*/g)) {
      const x = 10 + match.index * charWidth
      const charX = Array.from(match[0], (_, i) => x + (i + 0.5) * charWidth * size).slice(0, match[0].length)
      const lineWidth = match[0].length * charWidth * size
      lines.push({
        text: match[0],
        confidence: 0.98,
        x,
        y,
        width: lineWidth,
        height: 20 * size,
        angle: 0,
        charX,
      })
      width = Math.max(width, x + lineWidth)
    }
    y += rowHeight * size
  }
  return { width: width + 10, height: y + 10, lines, source: 'ocr', rotation: 0, warnings: [], ...overrides }
}
