import { beforeEach, describe, expect, it } from 'vitest'
import { ExpensaError } from '../../src/core/errors.ts'
import { uniquePicture } from '../support/cloud.ts'
import { type Ledger, lunch, openLedger, type Person, sha256Of } from '../support/ledger.ts'

let ledger: Ledger
let person: Person
beforeEach(async () => {
  ledger = await openLedger()
  person = ledger.signIn()
})

const corrupt = new ExpensaError('image_corrupt', 'Damaged.')

describe('status', () => {
  it('counts everything and lists what is not read', async () => {
    await person.bring(lunch)
    const failed = await person.bring(corrupt)
    const parked = await person.bring(
      new ExpensaError('quota_exhausted', 'Used up.', { retryAt: new Date(Date.now() + 3_600_000) }),
    )
    const waiting = await person.upload(lunch)
    const { counts, receipts } = await person.client.status()
    expect(counts).toMatchObject({ extracted: 1, failed: 1, uploaded: 2, pending: 0 })
    expect(receipts.map(({ receipt }) => receipt.id).toSorted()).toEqual([failed, parked, waiting].toSorted())
    expect(receipts.find(({ receipt }) => receipt.id === parked)?.receipt.notBefore).not.toBeNull()
  })
})

describe('retry', () => {
  it('reads from the stored bytes what failed or was parked, and nothing else', async () => {
    const picture = await uniquePicture()
    const failed = await person.bring(corrupt, picture)
    const read = await person.bring(lunch)
    ledger.queued.length = 0
    ledger.answers.set(sha256Of(picture), { ...lunch, total: '77.00' })
    const { receipts } = await person.client.retryReceipts({})
    expect(receipts.map(({ id }) => id)).toEqual([failed])
    expect(ledger.queued).toEqual([failed])
    await person.read(failed)
    expect((await person.detail(failed)).receipt).toMatchObject({ status: 'extracted', failureCode: null })
    await expect(person.client.retryReceipts({ ids: [read.slice(-8)] })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('touches nothing of others, also by id', async () => {
    const failed = await person.bring(corrupt)
    const other = ledger.signIn()
    expect((await other.client.retryReceipts({})).receipts).toEqual([])
    await expect(other.client.retryReceipts({ ids: [failed] })).rejects.toMatchObject({ code: 'not_found' })
    expect((await person.detail(failed)).receipt.status).toBe('failed')
  })

  it('keeps to one batch when asked to', async () => {
    const { id: batchId } = await person.client.createBatch(1)
    const inside = await person.upload(corrupt, undefined, batchId)
    await person.read(inside)
    await person.bring(corrupt)
    const { receipts } = await person.client.retryReceipts({ batchId })
    expect(receipts.map(({ id }) => id)).toEqual([inside])
  })
})

describe('batches', () => {
  it('tell how far they have come and how they were begun', async () => {
    const source = {
      directory: '/home/ada',
      paths: ['receipts'],
      category: 'travel',
      project: null,
      tags: ['x'],
    }
    const { id } = await person.client.createBatch(2, source)
    const read = await person.upload(lunch, undefined, id)
    await person.read(read)
    const { batches } = await person.client.listBatches()
    expect(batches).toMatchObject([{ id, fileCount: 2, source, counts: { extracted: 1, failed: 0 } }])
    const detail = await person.client.getBatch(id.slice(-8))
    expect(detail.receipts.map(({ receipt }) => receipt.id)).toEqual([read])
    await expect(ledger.signIn().client.getBatch(id)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('list receipts as their files came', async () => {
    const { id } = await person.client.createBatch(3)
    const came: string[] = []
    for (const _ of [1, 2, 3]) came.push(await person.upload(lunch, undefined, id))
    const { receipts } = await person.client.getBatch(id)
    expect(receipts.map(({ receipt }) => receipt.id)).toEqual(came)
  })
})
