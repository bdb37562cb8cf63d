import { describe, expect, it } from 'vitest'
import type { TextLine } from '../../src/core/reading/page-text.ts'
import { showsReceiptsSideBySide } from '../../src/ocr/side-by-side.ts'

function line(text: string, x: number, y: number): TextLine {
  const width = text.length * 10
  return { text, confidence: 1, x, y, width, height: 20, angle: 0, charX: [] }
}

/** A shop's name, six items with prices in a column of their own, and a total. */
function receipt(left: number, top: number): TextLine[] {
  const rows = ['Bread', 'Butter', 'Cheese', 'Apples', 'Coffee', 'TOTAL']
  return [
    line('Corner Market', left + 80, top),
    ...rows.flatMap((text, index) => [
      line(text, left, top + 40 + 30 * index),
      line(`${index + 2}.50`, left + 260, top + 40 + 30 * index),
    ]),
  ]
}

describe('showsReceiptsSideBySide', () => {
  it('sees two receipts beside each other, also when one begins lower', () => {
    expect(showsReceiptsSideBySide([...receipt(20, 10), ...receipt(420, 60)], 800)).toBe(true)
  })

  it('does not take a column of prices for a second receipt', () => {
    expect(showsReceiptsSideBySide(receipt(20, 10), 400)).toBe(false)
  })

  it('does not take two receipts below each other, a little aside, for neighbours', () => {
    expect(showsReceiptsSideBySide([...receipt(20, 10), ...receipt(420, 400)], 800)).toBe(false)
  })

  it('is not misled by a page of text in two columns', () => {
    const words = [
      'Terms and conditions',
      'of this agreement',
      'apply to all',
      'purchases made',
      'within one year',
    ]
    const columns = [20, 420].flatMap((x) => words.map((text, index) => line(text, x, 30 * index)))
    expect(showsReceiptsSideBySide([...columns, ...columns], 800)).toBe(false)
  })
})
