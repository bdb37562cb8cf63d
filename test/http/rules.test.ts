import { beforeAll, describe, expect, it } from 'vitest'
import { type Ledger, lunch, openLedger } from '../support/ledger.ts'

let ledger: Ledger
beforeAll(async () => {
  ledger = await openLedger()
})

describe('a rule', () => {
  it('renames a merchant and files it, for what comes in from then on', async () => {
    const person = ledger.signIn()
    const before = await person.bring(lunch)
    await person.client.addRule({ merchant: 'lunch-bar', rename: 'The Bar', category: 'meals' })
    const after = await person.bring({
      ...lunch,
      merchant: 'LUNCH BAR GmbH & Co.',
      category: 'other',
      total: '9.00',
    })
    expect((await person.detail(before)).expense).toMatchObject({ merchant: 'Lunch Bar', category: null })
    expect((await person.detail(after)).expense).toMatchObject({ merchant: 'The Bar', category: 'meals' })
    const { expense } = await person.client.editExpense(after, { note: 'x' })
    expect(expense).toMatchObject({ merchant: 'The Bar', category: 'meals' })
  })

  it('gives way to the more particular one, and short names to nothing but themselves', async () => {
    const person = ledger.signIn()
    await person.client.addRule({ merchant: 'Lidl', category: 'groceries' })
    await person.client.addRule({ merchant: 'Lidl Reisen', category: 'travel' })
    await person.client.addRule({ merchant: 'Go', category: 'games' })
    const categoryOf = async (merchant: string, total: string) => {
      const id = await person.bring({ ...lunch, merchant, total })
      return (await person.detail(id)).expense?.category
    }
    expect(await categoryOf('LIDL 1234', '1.00')).toBe('groceries')
    expect(await categoryOf('Lidl-Reisen AG', '2.00')).toBe('travel')
    expect(await categoryOf('Google', '3.00')).toBeNull()
    expect(await categoryOf('GO!', '4.00')).toBe('games')
  })

  it('is completed by a second one, listed, and removed', async () => {
    const person = ledger.signIn()
    await person.client.addRule({ merchant: 'Lidl', category: 'groceries' })
    await person.client.addRule({ merchant: 'LIDL', rename: 'Lidl Mitte' })
    const { rules } = await person.client.listRules()
    expect(rules).toMatchObject([{ merchant: 'LIDL', rename: 'Lidl Mitte', category: 'groceries' }])
    const [rule] = rules
    const other = ledger.signIn()
    expect((await other.client.listRules()).rules).toEqual([])
    await expect(other.client.removeRule(rule?.id ?? '')).rejects.toMatchObject({ code: 'not_found' })
    await person.client.removeRule(rule?.id ?? '')
    expect((await person.client.listRules()).rules).toEqual([])
  })

  it('never overrules what a person set', async () => {
    const person = ledger.signIn()
    const id = await person.bring(lunch)
    await person.client.editExpense(id, { category: 'mine' })
    await person.client.addRule({ merchant: 'Lunch Bar', rename: 'The Bar', category: 'theirs' })
    const { changes } = await person.client.extractAgain(id, undefined)
    expect(changes).toEqual([{ field: 'merchant', before: 'Lunch Bar', after: 'The Bar' }])
  })
})

it('what comes with an upload is on the expense', async () => {
  const person = ledger.signIn()
  const { files } = await person.client.requestUploads({
    batchId: null,
    files: [
      {
        sha256: 'ab'.repeat(32),
        sizeBytes: 10,
        contentType: 'image/jpeg',
        originalFilename: 'x.jpg',
        category: 'travel',
        project: 'berlin',
        tags: ['client'],
      },
    ],
  })
  const [row] = await ledger.db
    .selectFrom('receipts')
    .select(['category', 'filed_project', 'filed_tags'])
    .where('id', '=', files[0]?.receiptId ?? '')
    .execute()
  expect(row).toEqual({ category: 'travel', filed_project: 'berlin', filed_tags: ['client'] })
})
