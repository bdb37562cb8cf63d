import { expect, test } from 'vitest'
import type { PageText } from '../../../src/core/reading/page-text.ts'
import { groupRows } from '../../../src/core/reading/rows.ts'
import { pageFromText } from '../../support/page-from-text.ts'

const text = Array.from({ length: 12 }, (_, i) => `Item number ${i}          ${i}.50`).join('\n')
const expected = Array.from({ length: 12 }, (_, i) => `Item number ${i} ${i}.50`)

/** Moves every line by a curve over the page, as a photo of a bent receipt does. */
function bend(page: PageText, height: (u: number) => number): PageText {
  const lines = page.lines.map((line) => {
    const u = (line.x + line.width / 2) / page.width - 0.5
    const slope = (height(u + 0.001) - height(u - 0.001)) / 0.002
    const angle = Math.atan(slope)
    const middle = line.y + line.height / 2 + height(u) * page.width
    return { ...line, angle, y: middle - (line.height + Math.abs(Math.sin(angle)) * line.width) / 2 }
  })
  return { ...page, lines }
}

test.each([
  ['flat', () => 0],
  ['slanted', (u: number) => 0.08 * u],
  ['slanted the other way', (u: number) => -0.08 * u],
  ['curled', (u: number) => 0.15 * u * u],
])('label and amount stay in one row on a page that is %s', (_name, height) => {
  expect(groupRows([bend(pageFromText(text), height)]).map((row) => row.text)).toEqual(expected)
})

test('full-width letters and digits become ordinary ones', () => {
  expect(groupRows([pageFromText('合計　￥１，２５０')])[0]?.text).toBe('合計 ¥1,250')
})

test('pages follow each other', () => {
  const rows = groupRows([pageFromText('one\ntwo'), pageFromText('three')])
  expect(rows.map((row) => [row.text, row.page, row.index])).toEqual([
    ['one', 0, 0],
    ['two', 0, 1],
    ['three', 1, 2],
  ])
})
