import { expect, test } from 'vitest'
import { idEnding, theOneMeant } from '../../src/core/typed-id.ts'

const id = '01a0c8d2-7b9e-7000-8000-00001a2b3c4d'

test.each([
  [id, id],
  [id.toUpperCase(), id],
  ['1a2b3c4d', '1a2b3c4d'],
  [' 3C4D ', '3c4d'],
  ['c4d', null],
  ['1a2b3c4d5', null],
  ['Café', null],
  ['', null],
  ['%%%%', null],
])('what ids of %j end in: %j', (typed, ending) => expect(idEnding(typed)).toBe(ending))

test('one that is meant is given; none and several say so, and where ids are found', () => {
  const names = { kind: 'batch', list: 'expensa batch list' }
  expect(theOneMeant([id], '3c4d', names)).toBe(id)
  const thrown = (found: string[], typed: string) => {
    try {
      return theOneMeant(found, typed, names)
    } catch (error) {
      return error
    }
  }
  expect(thrown([], '3c4d')).toMatchObject({
    code: 'not_found',
    message: 'There is no batch "3c4d".',
    hint: 'Ids are in the first column of: expensa batch list',
  })
  expect(thrown([id, id], '3c4d')).toMatchObject({
    code: 'conflict',
    message: 'There is more than one batch whose id ends in "3c4d".',
    hint: 'Type all eight characters of the id, as this prints them: expensa batch list',
  })
  const whole = 'Type the whole id, as this prints it: expensa batch list --json'
  expect(thrown([id, id], '1a2b3c4d')).toMatchObject({ code: 'conflict', hint: whole })
})
