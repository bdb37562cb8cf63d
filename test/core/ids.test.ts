import { expect, it } from 'vitest'
import { newId, shortId } from '../../src/core/ids.ts'

it('makes version 7 UUIDs that begin with the time', () => {
  const id = newId(new Date('2099-05-06T07:08:09.010Z'))
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(Date.parse('2099-05-06T07:08:09.010Z'))
})

it('never repeats and never goes back, not even thousands in one millisecond or with the clock set back', () => {
  const instant = new Date('2100-01-01T00:00:00Z')
  const ids = Array.from({ length: 10_000 }, (_, i) => newId(i === 5_000 ? new Date(0) : instant))
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.toSorted()).toEqual(ids)
})

it('shows people the part that differs', () => {
  expect(shortId('019aa0c2-0000-7000-8000-00001a2b3c4d')).toBe('1a2b3c4d')
})
