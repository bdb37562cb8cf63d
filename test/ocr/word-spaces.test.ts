import { describe, expect, it } from 'vitest'
import type { Pixels } from '../../src/ocr/pixels.ts'
import { restoreSpaces } from '../../src/ocr/word-spaces.ts'

const letterWidth = 16

/** Draws a block for every letter, a thin one for a point and nothing for a space, and gives what the recogniser makes of it: no spaces. */
function drawn(text: string, { ink = 20, ground = 240 } = {}): { crop: Pixels; positions: number[] } {
  const width = text.length * (letterWidth + 4) + 8
  const data = new Uint8Array(width * 48 * 3).fill(ground)
  const positions: number[] = []
  for (const [index, character] of [...text].entries()) {
    if (character === ' ') continue
    const left = 4 + index * (letterWidth + 4)
    const right = left + (character === '.' ? 4 : letterWidth)
    positions.push((left + right) / 2)
    for (let y = 12; y < 36; y++) data.fill(ink, (y * width + left) * 3, (y * width + right) * 3)
  }
  return { crop: { data, width, height: 48 }, positions }
}

function restored(text: string, tones?: { ink: number; ground: number }): string {
  const { crop, positions } = drawn(text, tones)
  const reading = { text: text.replaceAll(' ', ''), confidence: 1, positions }
  const result = restoreSpaces(reading, crop)
  expect(result.positions).toHaveLength(result.text.length)
  return result.text
}

describe('restoreSpaces', () => {
  it.each(['TOTAL DUE', 'No 343 Jalan Kurau', 'TOTAL', 'a b'])('puts the spaces of %j back', (text) => {
    expect(restored(text)).toBe(text)
  })

  it('works for light letters on dark ground, and for faint ones', () => {
    expect(restored('TOTAL DUE', { ink: 230, ground: 30 })).toBe('TOTAL DUE')
    expect(restored('TOTAL DUE', { ink: 190, ground: 225 })).toBe('TOTAL DUE')
  })

  it('sets no space before a point or comma, however wide the blank', () => {
    expect(restored('1 .59 A')).toBe('1.59 A')
  })

  it('sets no space after the point of an amount, but does between two numbers', () => {
    expect(restored('42.10')).toBe('42.10')
    expect(restored('No. 42.10 7.35')).toBe('No. 42.10 7.35')
    expect(restored('1. 50 EUR')).toBe('1. 50 EUR')
  })

  it('sets no space within the middle number of a date, but does between fractions', () => {
    expect(restored('30/1 0/16 12:29')).toBe('30/10/16 12:29')
    expect(restored('1/2 3.50')).toBe('1/2 3.50')
  })

  it('keeps a space that the recogniser read itself, once', () => {
    const { crop, positions } = drawn('ON OFF')
    const spaced = [...positions.slice(0, 2), 52, ...positions.slice(2)]
    expect(restoreSpaces({ text: 'ON OFF', confidence: 1, positions: spaced }, crop).text).toBe('ON OFF')
  })
})
