import { beforeAll, expect, it } from 'vitest'
import { uniquePicture } from '../support/cloud.ts'
import { type Ledger, lunch, openLedger, type Person, sha256Of } from '../support/ledger.ts'

let ledger: Ledger
let person: Person
beforeAll(async () => {
  ledger = await openLedger()
  person = ledger.signIn()
})

it('shows what would change, changes nothing, and then changes it but for what was edited', async () => {
  const picture = await uniquePicture()
  const id = await person.bring({ ...lunch, taxTotal: '2.00', payments: [] }, picture)
  await person.client.editExpense(id, { merchant: 'Mine' })
  ledger.answers.set(sha256Of(picture), { ...lunch, merchant: 'Theirs', total: '13.50', category: 'meals' })
  const before = await person.detail(id)

  const { extractionId, changes, model } = await person.client.extractAgain(id.slice(-8), 'other-2')
  expect(model).toBe('other-2')
  expect(changes).toEqual([
    {
      field: 'total',
      before: { minorUnits: 1250, currency: 'EUR' },
      after: { minorUnits: 1350, currency: 'EUR' },
    },
    { field: 'taxTotal', before: { minorUnits: 200, currency: 'EUR' }, after: null },
    { field: 'category', before: null, after: 'meals' },
  ])
  expect(await person.detail(id)).toEqual(before)

  const { expense } = await person.client.applyExtraction(id, extractionId)
  expect(expense).toMatchObject({
    merchant: 'Mine',
    total: { minorUnits: 1350, currency: 'EUR' },
    category: 'meals',
    status: 'extracted',
  })
  expect((await person.client.extractAgain(id, undefined)).changes).toEqual([])
})

it('asks for a look when the new reading leaves questions', async () => {
  const picture = await uniquePicture()
  const id = await person.bring(lunch, picture)
  ledger.answers.set(sha256Of(picture), { ...lunch, total: null })
  const { extractionId } = await person.client.extractAgain(id, undefined)
  const { expense } = await person.client.applyExtraction(id, extractionId)
  expect(expense).toMatchObject({ status: 'needs_review', reviewReasons: ['total_missing'] })
})

it('is refused for what has not been read, for others, and for an extraction of another receipt', async () => {
  const waiting = await person.upload(lunch)
  await expect(person.client.extractAgain(waiting, undefined)).rejects.toMatchObject({ code: 'conflict' })
  const [one, two] = [await person.bring(lunch), await person.bring(lunch)]
  const { extractionId } = await person.client.extractAgain(one, undefined)
  await expect(person.client.applyExtraction(two, extractionId)).rejects.toMatchObject({ code: 'not_found' })
  const other = ledger.signIn()
  await expect(other.client.extractAgain(one, undefined)).rejects.toMatchObject({ code: 'not_found' })
})
