import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { calendarDate, isCalendarDate, monthPeriod } from '../../src/core/period.ts'

test.each([
  ['2024-02-29', true],
  ['2023-02-29', false],
  ['1900-02-29', false],
  ['2026-04-31', false],
  ['2026-12-31', true],
  ['2026-13-01', false],
  ['2026-00-10', false],
  ['1899-12-31', false],
  ['2026-1-1', false],
  ['2026-01-01T00:00', false],
])('%s exists: %s', (date, exists) => {
  expect(isCalendarDate(date)).toBe(exists)
})

it('knows exactly the dates that the calendar has', () => {
  const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2200-01-01'), noInvalidDate: true })
  fc.assert(
    fc.property(day, (date) => {
      expect(isCalendarDate(date.toISOString().slice(0, 10))).toBe(true)
    }),
  )
})

test.each([
  ['2026-02', '2026-02-28'],
  ['2024-02', '2024-02-29'],
  ['2026-12', '2026-12-31'],
])('%s ends on %s', (month, to) => {
  expect(monthPeriod(month)).toEqual({ from: `${month}-01`, to })
})

test.each(['2026-13', '2026-00', '26-01', '2026-1', 'October', ''])('%j is no month', (month) => {
  expect(() => monthPeriod(month)).toThrow(expect.objectContaining({ code: 'usage' }))
})

it('is the date where the user is, not in Greenwich', () => {
  const instant = new Date('2026-10-31T23:30:00Z')
  expect(calendarDate(instant, 'UTC')).toBe('2026-10-31')
  expect(calendarDate(instant, 'Pacific/Auckland')).toBe('2026-11-01')
  expect(calendarDate(new Date('2026-11-01T03:00:00Z'), 'America/New_York')).toBe('2026-10-31')
})
