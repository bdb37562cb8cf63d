import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ExpensaError } from '../../src/core/errors.ts'
import { uniquePicture } from '../support/cloud.ts'
import { type Ledger, lunch, openLedger, type Person } from '../support/ledger.ts'

let ledger: Ledger
let person: Person
beforeAll(async () => {
  ledger = await openLedger()
})

beforeEach(() => {
  person = ledger.signIn()
})

const edit = async (id: string, changes: Parameters<Person['client']['editExpense']>[1]) =>
  (await person.client.editExpense(id, changes)).expense

describe('editing', () => {
  it('keeps who changed what, when, from what to what', async () => {
    const id = await person.bring(lunch)
    const expense = await edit(id.slice(-8), {
      merchant: 'Lunch Bar Mitte',
      total: '13,50',
      addTags: ['client'],
    })
    expect(expense).toMatchObject({
      merchant: 'Lunch Bar Mitte',
      total: { minorUnits: 1350, currency: 'EUR' },
      tags: ['client'],
      status: 'extracted',
    })
    const { edits } = await person.client.listEdits(id)
    expect(edits.map(({ field, before, after }) => [field, before, after])).toEqual([
      ['merchant', 'Lunch Bar', 'Lunch Bar Mitte'],
      ['total', { minorUnits: 1250, currency: 'EUR' }, { minorUnits: 1350, currency: 'EUR' }],
      ['tags', [], ['client']],
    ])
    expect(new Set(edits.map(({ editedBy }) => editedBy))).toEqual(new Set([person.userId]))
    expect((await edit(id, { removeTags: ['client'] })).tags).toEqual([])
  })

  it('fills the amounts that waited for a currency, and settles the question', async () => {
    const id = await person.bring({ ...lunch, currency: null, subtotal: '11.50', taxTotal: '1.00' })
    expect((await person.detail(id)).expense).toMatchObject({
      total: null,
      reviewReasons: ['currency_missing'],
      status: 'needs_review',
    })
    expect(await edit(id, { currency: 'CHF' })).toMatchObject({
      total: { minorUnits: 1250, currency: 'CHF' },
      subtotal: { minorUnits: 1150, currency: 'CHF' },
      reviewReasons: [],
      status: 'confirmed',
    })
  })

  it('carries amounts that a person gave into another currency by their figures', async () => {
    const id = await person.bring(lunch)
    await edit(id, { total: '1250' })
    expect((await edit(id, { currency: 'JPY' })).total).toEqual({ minorUnits: 1250, currency: 'JPY' })
    await expect(edit(id, { total: '12.50' })).rejects.toMatchObject({ code: 'usage' })
  })

  it('leaves what is still to review, and settles what the value answers', async () => {
    const id = await person.bring({
      ...lunch,
      merchant: null,
      subtotal: '5.00',
      notes: ['date_ambiguous', 'multiple_receipts'],
    })
    const before = (await person.detail(id)).expense?.reviewReasons
    expect(before?.toSorted()).toEqual([
      'date_ambiguous',
      'merchant_missing',
      'multiple_receipts',
      'sum_mismatch',
    ])
    expect((await edit(id, { merchant: 'Bar', total: '12.50' })).reviewReasons.toSorted()).toEqual([
      'date_ambiguous',
      'multiple_receipts',
    ])
    expect(await edit(id, { purchaseDate: '2026-03-10' })).toMatchObject({
      reviewReasons: ['multiple_receipts'],
      status: 'needs_review',
    })
    const { expense } = await person.client.confirmExpense(id)
    expect(expense).toMatchObject({ reviewReasons: [], status: 'confirmed' })
  })

  it('refuses an amount without a currency, and changes nothing then', async () => {
    const id = await person.bring({ ...lunch, currency: null })
    await expect(edit(id, { merchant: 'Other', total: '1.00' })).rejects.toMatchObject({ code: 'usage' })
    expect((await person.detail(id)).expense?.merchant).toBe('Lunch Bar')
    expect((await person.client.listEdits(id)).edits).toEqual([])
  })

  it.each([{ currency: 'ABC' }, { purchaseDate: '2026-02-30' }, { addTags: ['two words'] }, { total: '' }])(
    'refuses %j',
    async (changes) => {
      const id = await person.bring(lunch)
      await expect(edit(id, changes)).rejects.toMatchObject({ code: 'invalid_request' })
    },
  )

  it('enters by hand what could not be read', async () => {
    const id = await person.bring(new ExpensaError('image_corrupt', 'Damaged.'))
    expect(await edit(id, { merchant: 'Kiosk' })).toMatchObject({ status: 'needs_review' })
    const whole = { currency: 'EUR', total: '3.20', purchaseDate: '2026-10-01' }
    expect(await edit(id, whole)).toMatchObject({
      merchant: 'Kiosk',
      total: { minorUnits: 320, currency: 'EUR' },
      status: 'confirmed',
    })
    expect((await person.detail(id)).receipt.failureCode).toBeNull()
  })

  it('is refused while the receipt has not been read', async () => {
    const id = await person.upload(lunch)
    await expect(edit(id, { merchant: 'Bar' })).rejects.toMatchObject({ code: 'conflict' })
  })

  it('is nothing that others can do', async () => {
    const id = await person.bring(lunch)
    const other = ledger.signIn()
    await expect(other.client.editExpense(id, { merchant: 'Mine' })).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(other.client.deleteExpense(id)).rejects.toMatchObject({ code: 'not_found' })
    await expect(other.client.downloadOriginal(id)).rejects.toMatchObject({ code: 'not_found' })
    await expect(other.client.listEdits(id)).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('a later extraction', () => {
  it('never overwrites what a person set, and fills the rest', async () => {
    const picture = await uniquePicture()
    const id = await person.bring({ ...lunch, receiptNumber: 'A-1' }, picture)
    await edit(id, { merchant: 'Mine', total: '20.00', category: 'meals', note: 'with Ada', tip: null })
    await ledger.db.updateTable('receipts').set({ status: 'uploaded' }).where('id', '=', id).execute()
    ledger.answers.set((await person.detail(id)).receipt.sha256, {
      ...lunch,
      merchant: 'Theirs',
      currency: 'USD',
      total: '99.00',
      tip: '5.00',
      category: 'travel',
      purchaseDate: '2026-10-04',
      receiptNumber: 'B-2',
    })
    await person.read(id)
    expect((await person.detail(id)).expense).toMatchObject({
      merchant: 'Mine',
      total: { minorUnits: 2000, currency: 'EUR' },
      tip: null,
      category: 'meals',
      note: 'with Ada',
      purchaseDate: '2026-10-04',
      receiptNumber: 'B-2',
    })
    const rows = await ledger.db.selectFrom('extractions').select('id').where('receipt_id', '=', id).execute()
    expect(rows).toHaveLength(2)
  })
})

describe('deleting', () => {
  it('hides the expense, lets the same bytes in again, and is undone only while they are not', async () => {
    const picture = await uniquePicture()
    const first = await person.bring(lunch, picture)
    await person.client.deleteExpense(first.slice(-8))
    await expect(person.detail(first)).rejects.toMatchObject({ code: 'not_found' })
    const deleted = await person.client.listExpenses({ deleted: 'true' })
    expect(deleted.expenses.map(({ id }) => id)).toEqual([first])

    const second = await person.bring(lunch, picture)
    expect(second).not.toBe(first)
    await expect(person.client.restoreExpense(first)).rejects.toMatchObject({ code: 'conflict' })
    await person.client.deleteExpense(second)
    await person.client.restoreExpense(first.slice(-8))
    expect((await person.detail(first)).expense?.merchant).toBe('Lunch Bar')
  })

  it('takes the lease from who is reading, and reading goes on after a restore', async () => {
    const id = await person.upload({ ...lunch, total: '77.00' })
    const claim = await person.expenses.claimReceipt(id, crypto.randomUUID(), 60_000)
    await person.client.deleteExpense(id)
    expect(await person.expenses.renewLease(id, claim?.leaseToken ?? '', 60_000)).toBe(false)
    await person.client.restoreExpense(id)
    expect(ledger.queued).toContain(id)
    await person.read(id)
    expect((await person.detail(id)).receipt.status).toBe('extracted')
  })
})

describe('the original', () => {
  it('comes back byte by byte, as a file that no browser runs', async () => {
    const picture = await uniquePicture()
    const id = await person.bring(lunch, picture)
    expect(Buffer.from(await person.client.downloadOriginal(id))).toEqual(Buffer.from(picture))
    const response = await ledger.app.request(`/v1/expenses/${id}/original`, {
      headers: { authorization: `Bearer ${person.userId}` },
    })
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''a%20receipt.jpg")
  })
})

describe('lists', () => {
  it('narrow down by project, tag, currency and amount in the currency of each', async () => {
    const other = ledger.signIn()
    const euro = await other.bring(lunch)
    const yen = await other.bring({ ...lunch, currency: 'JPY', total: '1250' })
    const dinar = await other.bring({ ...lunch, currency: 'KWD', total: '12.500' })
    await other.client.editExpense(euro, { project: 'berlin', addTags: ['client'] })
    const ids = async (query: object) =>
      (await other.client.listExpenses(query)).expenses.map(({ id }) => id).toSorted()
    expect(await ids({ project: 'berlin' })).toEqual([euro])
    expect(await ids({ tag: 'client' })).toEqual([euro])
    expect(await ids({ currency: 'JPY' })).toEqual([yen])
    expect(await ids({ minTotal: '12.5', maxTotal: '12.50' })).toEqual([euro, dinar].toSorted())
    expect(await ids({ minTotal: '1250' })).toEqual([yen])
  })
})
