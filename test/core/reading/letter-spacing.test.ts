import { expect, test } from 'vitest'
import { closeUp } from '../../../src/core/reading/letter-spacing.ts'
import type { TextLine } from '../../../src/core/reading/page-text.ts'

/** A line whose letters stand one step apart; `|` is a blank as wide as a word's, ` ` one that is none. */
function lineOf(print: string, confidence = 0.96): TextLine {
  const charX: number[] = []
  let x = 0
  for (const sign of print) {
    x += sign === '|' ? 10 : sign === ' ' ? 0 : 10
    charX.push(x)
  }
  const box = { x: 0, y: 0, width: x, height: 20, angle: 0 }
  return { ...box, text: print.replaceAll('|', ' '), confidence, charX }
}

test.each([
  ['F e c h a :|2 0 2 4 - 1 0-12|19:05', 'Fecha: 2024-10-12 19:05'],
  ['1|E n s a l a d a|mediterranea', '1 Ensalada mediterranea'],
])('letters that are set apart are closed up: %s', (print, text) => {
  const line = closeUp(lineOf(print))
  expect(line.text).toBe(text)
  expect(line.charX).toHaveLength(text.length)
})

test.each(['1|x|2|@|3.50', 'EL|IVA|A|B|C', 'Cafe au lait|2.50'])('other blanks stay: %s', (print) => {
  expect(closeUp(lineOf(print)).text).toBe(print.replaceAll('|', ' '))
})

test('specks make no word', () => {
  expect(closeUp(lineOf('A d L b D neI', 0.85)).text).toBe('A d L b D neI')
})
