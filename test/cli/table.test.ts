import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { type Column, renderTable } from '../../src/cli/output/table.ts'
import { joinParts, messageText, truncate, wrapWords } from '../../src/cli/output/text.ts'

interface Purchase {
  merchant: string
  file: string
  total: string
}

const purchases: Purchase[] = [
  { merchant: '寿司店 さくら 🍣', file: 'receipts/寿司.jpg', total: '4,400 JPY' },
  {
    merchant: 'Cafe\u0301 Müller ☕️',
    file: 'receipts/2026/October/IMG_20261003_a_rather_long_name.jpg',
    total: '-12.50 EUR',
  },
  { merchant: '👨‍👩‍👧 & Söhne', file: 'a.pdf', total: '1,234,567.89 INR' },
]
const columns: Column<Purchase>[] = [
  { title: 'Merchant', value: (row) => row.merchant, shrinkTo: 8 },
  { title: 'File', value: (row) => row.file, shrinkTo: 10, cut: 'middle', leaveOut: 1 },
  { title: 'Total', value: (row) => row.total, align: 'right' },
  { title: 'Note', value: () => '' },
]
const draw = (width: number | null) =>
  renderTable(purchases, columns, { columns: width, heading: (text) => text })
    .trimEnd()
    .split('\n')

describe('a table', () => {
  test.each([null, 80, 60, 40])('of %s columns ends every amount in the same place', (width) => {
    const lines = draw(width)
    expect(new Set(lines.map((line) => stringWidth(line))).size).toBe(1)
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width ?? 200)
    // Nothing stands below Note, so it is not there.
    expect(lines[0]).toMatch(/^Merchant +File +Total$/)
  })

  test.each([30, 22])('of %i columns leaves out what matters least before a line is torn', (width) => {
    const lines = draw(width)
    expect(lines[0]).toMatch(/^Mer\S+ +Total$/)
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width)
  })

  test('stays whole where there is no terminal', () => {
    expect(draw(null).join('\n')).not.toContain('…')
  })
})

test.each([
  ['receipts/2026/October/IMG_1234.jpg', 20, 'middle', 'receip…/IMG_1234.jpg'],
  ['寿司寿司寿司寿司.jpg', 9, 'middle', '寿…司.jpg'],
  ['寿司寿司', 6, 'end', '寿司…'],
  ['Bookshop', 8, 'end', 'Bookshop'],
  ['Bookshop', 1, 'middle', '…'],
] as const)('%s in %i columns, cut at its %s, is %s', (text, width, cut, shown) => {
  expect(truncate(text, width, cut)).toBe(shown)
})

test('sums that do not fit go on in the next line, none is torn', () => {
  const parts = ['3 expenses', '19.58 EUR', '1,200 JPY']
  expect(joinParts(parts, null)).toBe('3 expenses · 19.58 EUR · 1,200 JPY')
  expect(joinParts(parts, 22)).toBe('3 expenses · 19.58 EUR\n1,200 JPY')
  expect(joinParts(parts, 10)).toBe('3 expenses\n19.58 EUR\n1,200 JPY')
})

test('words go on below where they began', () => {
  expect(wrapWords('12 Long Street, Berlin', 19, 6)).toBe('12 Long\n      Street,\n      Berlin')
  expect(wrapWords('/a/path/that/is/longer/than/the/terminal', 20, 6)).toBe(
    '/a/path/that/is/longer/than/the/terminal',
  )
})

test('messages break between words, and never within the command to type next', () => {
  const text = 'The session has ended. Sign in again with: expensa login --url https://example.com'
  expect(messageText(text, 40, 2)).toBe(
    'The session has ended. Sign in again\n  with:\n  expensa login --url https://example.com',
  )
  expect(messageText(text, null)).toBe(text)
  expect(messageText('a\u001b[2Jb', 80)).toBe('a [2Jb')
})
