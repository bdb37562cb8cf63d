import sharp, { type Sharp } from 'sharp'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Extraction } from '../../src/core/extraction.ts'
import { type Ledger, lunch, openLedger, type Person } from '../support/ledger.ts'
import { sampleReceipts } from '../support/receipts.ts'

let ledger: Ledger
let person: Person
beforeAll(async () => {
  ledger = await openLedger()
})

beforeEach(() => {
  person = ledger.signIn()
})

const [sample] = sampleReceipts()
/** Nothing by which two purchases could be taken for one. */
const unread: Partial<Extraction> = {}
const pairs = async () =>
  (await person.client.listDuplicates()).duplicates.map(({ receiptId, otherId, kind }) => ({
    receiptId,
    otherId,
    kind,
  }))
const picture = async (change: (image: Sharp) => Sharp) =>
  new Uint8Array(await change(sharp(sample?.bytes)).toBuffer())

describe('the same picture', () => {
  it.each<[string, (image: Sharp) => Sharp]>([
    ['saved again with loss', (image) => image.jpeg({ quality: 40 })],
    ['at half the size', (image) => image.resize({ width: 300 }).jpeg()],
    ['turned by a quarter', (image) => image.rotate(90).jpeg()],
    ['upside down', (image) => image.rotate(180).jpeg()],
    ['turned by three quarters', (image) => image.rotate(270).jpeg()],
  ])('is suspected %s', async (_, change) => {
    const first = await person.bring(unread, new Uint8Array(sample?.bytes ?? []))
    const second = await person.bring(unread, await picture(change))
    expect(await pairs()).toEqual([{ receiptId: second, otherId: first, kind: 'picture' }])
    expect((await person.detail(second)).expense?.reviewReasons).toContain('possible_duplicate')
    expect((await person.detail(first)).expense?.reviewReasons).not.toContain('possible_duplicate')
  })

  it('is not seen in different receipts', async () => {
    for (const { bytes } of sampleReceipts()) await person.bring(unread, new Uint8Array(bytes))
    expect(await pairs()).toEqual([])
  })

  it('is nothing to anybody else', async () => {
    await person.bring(unread, new Uint8Array(sample?.bytes ?? []))
    const other = ledger.signIn()
    await other.bring(unread, await picture((image) => image.jpeg({ quality: 40 })))
    expect((await other.client.listDuplicates()).duplicates).toEqual([])
  })
})

describe('the same purchase', () => {
  it.each<[string, Partial<Extraction>]>([
    ['the same figures', {}],
    ['the same merchant written otherwise', { merchant: 'LUNCH BAR GmbH' }],
    ['the same number, whoever the merchant seems to be', { merchant: 'Lnuch', receiptNumber: 'A-10023' }],
  ])('is suspected by %s', async (_, changes) => {
    const first = await person.bring({ ...lunch, receiptNumber: changes.receiptNumber ?? null })
    const second = await person.bring({ ...lunch, ...changes })
    expect(await pairs()).toEqual([{ receiptId: second, otherId: first, kind: 'purchase' }])
  })

  it.each<[string, Partial<Extraction>]>([
    ['another merchant', { merchant: 'Dinner Bar' }],
    ['another date', { purchaseDate: '2026-10-04' }],
    ['another total', { total: '12.51' }],
    ['another currency', { currency: 'CHF' }],
    ['another time of day', { purchaseTime: '13:05' }],
    ['another receipt number', { receiptNumber: 'A-10024' }],
    ['nothing but an unknown total', { total: null }],
  ])('is not suspected with %s', async (_, changes) => {
    await person.bring({ ...lunch, purchaseTime: '12:10', receiptNumber: 'A-10023' })
    await person.bring({ ...lunch, ...changes })
    expect(await pairs()).toEqual([])
  })

  it('is found once a person filled in what was missing', async () => {
    const first = await person.bring(lunch)
    const second = await person.bring({ ...lunch, total: null })
    const { expense } = await person.client.editExpense(second, { total: '12.50' })
    expect(expense).toMatchObject({ reviewReasons: ['possible_duplicate'], status: 'needs_review' })
    expect(await pairs()).toEqual([{ receiptId: second, otherId: first, kind: 'purchase' }])
  })
})

describe('settling a pair', () => {
  const bringPair = async () => [await person.bring(lunch), await person.bring(lunch)] as const

  it('keeps both, and asks no more', async () => {
    const [first, second] = await bringPair()
    await person.client.resolveDuplicate({ first: first.slice(-8), second: second.slice(-8), keep: 'both' })
    expect(await pairs()).toEqual([])
    expect((await person.detail(second)).expense).toMatchObject({ status: 'extracted', reviewReasons: [] })
    await person.client.editExpense(second, { note: 'really twice' })
    expect((await person.detail(second)).expense?.reviewReasons).toEqual([])
  })

  it('keeps one; the other can be restored, and its file stays known', async () => {
    const bytes = new Uint8Array(sample?.bytes ?? [])
    const first = await person.bring(lunch)
    const second = await person.bring(lunch, bytes)
    await person.client.resolveDuplicate({ first, second, keep: 'first' })
    const { expenses } = await person.client.listExpenses({})
    expect(expenses.map(({ id }) => id)).toEqual([first])
    await expect(person.upload(lunch, bytes)).rejects.toThrow('duplicate')
    await person.client.restoreExpense(second)
    expect((await person.client.listExpenses({})).expenses).toHaveLength(2)
  })

  it('can keep the later one, which then has nothing to review', async () => {
    const [first, second] = await bringPair()
    await person.client.resolveDuplicate({ first, second, keep: 'second' })
    expect((await person.detail(second)).expense).toMatchObject({ status: 'extracted', reviewReasons: [] })
    await expect(person.detail(first)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('happens by confirming, and by deleting one', async () => {
    const [, second] = await bringPair()
    await person.client.confirmExpense(second)
    expect(await pairs()).toEqual([])
    const third = await person.bring({ ...lunch, purchaseTime: '12:10' })
    expect(await pairs()).toHaveLength(2)
    for (const { id } of (await person.client.listExpenses({})).expenses) {
      if (id !== third) await person.client.deleteExpense(id)
    }
    expect((await person.detail(third)).expense).toMatchObject({ status: 'extracted', reviewReasons: [] })
  })

  it('is refused for two that are no pair', async () => {
    const first = await person.bring(lunch)
    const second = await person.bring({ ...lunch, total: '1.00' })
    await expect(person.client.resolveDuplicate({ first, second, keep: 'first' })).rejects.toMatchObject({
      code: 'not_found',
    })
    expect((await person.client.listExpenses({})).expenses).toHaveLength(2)
  })
})
