import { describe, expect, it } from 'vitest'
import type { TextLine } from '../../src/core/reading/page-text.ts'
import { showsReceiptsStacked } from '../../src/ocr/stacked.ts'

function line(text: string, x: number, y: number): TextLine {
  return { text, confidence: 1, x, y, width: text.length * 12, height: 20, angle: 0, charX: [] }
}

/** A shop's name, six items with prices in a column of their own, a total and a date. */
function receipt(top: number, date: string): TextLine[] {
  const rows = ['Bread', 'Butter', 'Cheese', 'Apples', 'Coffee', 'TOTAL']
  return [
    line('Corner Market', 100, top),
    ...rows.flatMap((text, index) => [
      line(text, 20, top + 40 + 30 * index),
      line(`${index + 2}.50`, 280, top + 40 + 30 * index),
    ]),
    line(date, 20, top + 40 + 30 * rows.length),
  ]
}

const paper = () => 235
/** The second receipt begins at 340; the first ends at 240. */
const table = (_: number, y: number) => (y > 255 && y < 320 ? 110 : 235)

describe('showsReceiptsStacked', () => {
  it('sees the table between two receipts of one day', () => {
    const lines = [...receipt(0, '12/03/2025 10:15'), ...receipt(340, '12/03/2025 10:15')]
    expect(showsReceiptsStacked(lines, table)).toBe(true)
    expect(showsReceiptsStacked(lines, paper)).toBe(false)
  })

  it('sees two receipts of different days on one sheet', () => {
    const lines = [...receipt(0, '12/03/2025 10:15'), ...receipt(340, '14.03.2025')]
    expect(showsReceiptsStacked(lines, paper)).toBe(true)
  })

  it('takes the same day written otherwise for one receipt and its card slip', () => {
    const lines = [...receipt(0, '12/03/2025 10:15'), ...receipt(340, '12.03.25')]
    expect(showsReceiptsStacked(lines, paper)).toBe(false)
  })

  it('does not take a shadow across half the paper for a table', () => {
    const lines = [...receipt(0, '12/03/2025'), ...receipt(340, '12/03/2025')]
    expect(showsReceiptsStacked(lines, (x, y) => (x < 180 ? table(x, y) : 235))).toBe(false)
  })

  it('leaves a receipt with a gap in it alone', () => {
    const footer = ['Thank you', 'Come again soon', 'www.corner-market.example'].map((text, index) =>
      line(text, 60, 340 + 30 * index),
    )
    expect(showsReceiptsStacked([...receipt(0, '12/03/2025'), ...footer], table)).toBe(false)
  })
})
