import { expect, test } from 'vitest'
import { streamJsonDocument, toJsonDocument } from '../../src/cli/output/json.ts'

const groups = [
  { key: 'two\nlines', currency: 'EUR', count: 1, total: { minorUnits: 1250, currency: 'EUR' } },
  { key: null, currency: null, count: 2, total: null },
].map((group) => ({ ...group, withoutTotal: 0, needsReview: 0 }))

test.each([0, 1, 2])('a document of %i entries is the same written at once or entry by entry', (count) => {
  let streamed = ''
  const document = streamJsonDocument('summary', 'groups', (text) => {
    streamed += text
  })
  for (const group of groups.slice(0, count)) document.write([group])
  document.end({ by: 'merchant' })
  expect(streamed).toBe(toJsonDocument('summary', { groups: groups.slice(0, count), by: 'merchant' }))
})
