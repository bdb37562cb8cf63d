import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { ExpensaError } from '../../src/core/errors.ts'
import { emptyExtraction } from '../../src/core/extraction.ts'
import type { Extractor } from '../../src/core/extractor.ts'
import { ingestReceipt } from '../../src/core/ingest-receipt.ts'
import type { ObjectStore } from '../../src/core/object-store.ts'
import { openLedger, today } from '../support/ledger.ts'

const lunch = { merchant: 'Corner Café', purchaseDate: '2026-10-03', currency: 'EUR', total: '12.50' }

let ledger: Awaited<ReturnType<typeof openLedger>>
let user: ReturnType<typeof ledger.signIn>

beforeAll(async () => {
  ledger = await openLedger()
  user = ledger.signIn()
})

const context = { today }
const ingest = (
  id: string,
  more: { extractor?: Extractor; objects?: ObjectStore; signal?: AbortSignal } = {},
) =>
  ingestReceipt(id, {
    expenses: user.expenses,
    objects: ledger.objects,
    extractor: ledger.extractor,
    context,
    ...more,
  })

/** An extractor that does something while it reads. */
const meanwhile = (work: () => Promise<void>): Extractor => ({
  async extract() {
    await work()
    return {
      extraction: { ...emptyExtraction(), ...lunch },
      extractor: 'stand-in',
      model: 'slow',
      promptVersion: '1',
      raw: {},
      tokensIn: null,
      tokensOut: null,
      durationMs: 1,
    }
  },
  close: async () => {},
})

const receiptOf = async (id: string) => (await user.detail(id)).receipt

/** The time of a parked receipt's next attempt comes. */
const timePasses = (id: string) =>
  ledger.db.updateTable('receipts').set({ not_before: null }).where('id', '=', id).execute()

describe('reading a receipt', () => {
  test('makes one expense of it, however many try at once or again', async () => {
    const id = await user.upload(lunch)
    const outcomes = await Promise.all([1, 2, 3].map(() => ingest(id)))
    expect(outcomes.map((result) => result.outcome).sort()).toEqual(['done', 'skipped', 'skipped'])
    expect(await ingest(id)).toEqual({ outcome: 'skipped' })
    const extractions = await ledger.db
      .selectFrom('extractions')
      .where('receipt_id', '=', id)
      .select('id')
      .execute()
    expect(extractions).toHaveLength(1)
    expect((await user.detail(id)).expense).toMatchObject({ status: 'extracted', merchant: 'Corner Café' })
  })

  test('fails for good where trying again does not help', async () => {
    const id = await user.upload(
      new ExpensaError('image_corrupt', 'It is damaged.', { hint: 'Take it again.' }),
    )
    expect(await ingest(id)).toMatchObject({ outcome: 'failed', error: { code: 'image_corrupt' } })
    expect(await receiptOf(id)).toMatchObject({
      status: 'failed',
      failureCode: 'image_corrupt',
      failureHint: 'Take it again.',
      attempts: 1,
    })
    expect(await ingest(id)).toEqual({ outcome: 'skipped' })
  })

  test('is tried four times where it may pass, each time later', async () => {
    const id = await user.upload(new ExpensaError('extractor_unavailable', 'Not now.'))
    const waits: number[] = []
    for (let attempt = 1; attempt <= 3; attempt++) {
      const result = await ingest(id)
      if (result.outcome !== 'parked') throw new Error(`It is ${result.outcome}.`)
      waits.push(result.retryAt.getTime() - Date.now())
      expect(await ingest(id)).toEqual({ outcome: 'skipped' })
      await timePasses(id)
    }
    expect(waits[1]).toBeGreaterThan(waits[0] ?? 0)
    expect(waits[2]).toBeGreaterThan(waits[1] ?? 0)
    expect(await ingest(id)).toMatchObject({ outcome: 'failed' })
    expect(await receiptOf(id)).toMatchObject({ status: 'failed', attempts: 4 })
  })

  test('waits for a quota without using up its attempts', async () => {
    const retryAt = new Date(Date.now() + 3_600_000)
    const id = await user.upload(new ExpensaError('quota_exhausted', 'No calls are left today.', { retryAt }))
    for (let day = 0; day < 6; day++) {
      expect(await ingest(id)).toMatchObject({ outcome: 'parked', retryAt })
      await timePasses(id)
    }
    expect(await receiptOf(id)).toMatchObject({
      status: 'uploaded',
      attempts: 0,
      failureCode: 'quota_exhausted',
    })
  })

  test('put down by Ctrl-C can be taken up at once', async () => {
    const id = await user.upload(lunch)
    const stop = new AbortController()
    const extractor = meanwhile(async () => {
      stop.abort()
      throw new ExpensaError('interrupted', 'Stopped.')
    })
    expect(await ingest(id, { extractor, signal: stop.signal })).toMatchObject({ outcome: 'parked' })
    expect(await receiptOf(id)).toMatchObject({ status: 'uploaded', attempts: 0 })
    expect(await ingest(id)).toEqual({ outcome: 'done' })
  })

  test('leaves the receipt to whoever has taken it over', async () => {
    const id = await user.upload(lunch)
    const extractor = meanwhile(async () => {
      // This process was thought dead: its lease ran out, and another one reads the receipt.
      await ledger.db
        .updateTable('receipts')
        .set({ lease_expires_at: new Date(0) })
        .where('id', '=', id)
        .execute()
      expect(await ingest(id)).toEqual({ outcome: 'done' })
    })
    expect(await ingest(id, { extractor })).toEqual({ outcome: 'skipped' })
    expect((await user.detail(id)).extraction?.model).toBe('test-1')
  })

  test('refuses other bytes than those that were announced', async () => {
    const id = await user.upload(lunch)
    const objects = { ...ledger.objects, getObject: async () => Buffer.from('other bytes') }
    expect(await ingest(id, { objects })).toMatchObject({
      outcome: 'failed',
      error: { code: 'checksum_mismatch' },
    })
    expect(await receiptOf(id)).toMatchObject({
      status: 'failed',
      failureHint: expect.stringContaining('expensa upload'),
    })
  })

  test('says so when the original is gone', async () => {
    const id = await user.upload(lunch)
    await ledger.objects.deleteObject(
      (
        await ledger.db
          .selectFrom('receipts')
          .where('id', '=', id)
          .select('object_key')
          .executeTakeFirstOrThrow()
      ).object_key,
    )
    expect(await ingest(id)).toMatchObject({ outcome: 'failed', error: { code: 'object_missing' } })
  })

  test('of a receipt that does not exist, or of somebody else, does nothing', async () => {
    const theirs = await ledger.signIn().upload(lunch)
    expect(await ingest(randomUUID())).toEqual({ outcome: 'skipped' })
    expect(await ingest(theirs)).toEqual({ outcome: 'skipped' })
  })
})

describe('announcing files', () => {
  const announce = async (sha256: string) => {
    const { files } = await user.client.requestUploads({
      batchId: null,
      files: [{ sha256, sizeBytes: 10, contentType: 'image/png', originalFilename: 'x.png', category: null }],
    })
    return files[0]
  }

  test('gives a new target under the same receipt while nothing has arrived', async () => {
    const first = await announce('a'.repeat(64))
    const second = await announce('a'.repeat(64))
    expect(first?.outcome).toBe('upload')
    expect(second).toMatchObject({ outcome: 'upload', receiptId: first?.receiptId })
  })

  test('finds what arrived though nobody confirmed it, what is recorded, and what failed', async () => {
    const stored = await user.upload(lunch)
    const { sha256 } = await receiptOf(stored)
    // As if the process had died between the PUT and its confirmation.
    await ledger.db.updateTable('receipts').set({ status: 'pending' }).where('id', '=', stored).execute()
    expect(await announce(sha256)).toEqual({ outcome: 'stored', receiptId: stored })
    await ingest(stored)
    expect(await announce(sha256)).toMatchObject({ outcome: 'duplicate', expense: { id: stored } })

    const failed = await user.upload(new ExpensaError('image_corrupt', 'It is damaged.'))
    await ingest(failed)
    const again = await announce((await receiptOf(failed)).sha256)
    expect(again).toEqual({ outcome: 'stored', receiptId: failed })
    expect(await receiptOf(failed)).toMatchObject({ status: 'uploaded', attempts: 0 })
  })
})
