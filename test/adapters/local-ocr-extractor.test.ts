import { fork } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { createLocalOcrExtractor } from '../../src/adapters/local-ocr-extractor.ts'
import { readReceipt } from '../../src/core/reading/read-receipt.ts'
import { makePdf } from '../support/pdf.ts'
import { sampleReceipt } from '../support/receipts.ts'

// Text recognition needs seconds of a core, and the machine may be busy.
vi.setConfig({ testTimeout: 120_000 })

/** Built by `npm run build`. */
const workerPath = fileURLToPath(new URL('../../dist/ocr/worker.js', import.meta.url))
const extractor = createLocalOcrExtractor({
  workerPath,
  env: process.env,
  concurrency: 2,
  readReceipt,
  readerVersion: 'test',
})
const context = { today: '2026-11-23' }
const shop = sampleReceipt('001-motor-shop')

afterAll(() => extractor.close())

describe('createLocalOcrExtractor', () => {
  it('reads a real receipt into fields, without network or key', async () => {
    const answer = await extractor.extract({ bytes: shop.bytes, contentType: 'image/jpeg' }, context)
    expect(answer).toMatchObject({
      extractor: 'local-ocr',
      model: 'PP-OCRv4',
      promptVersion: 'test',
      tokensIn: null,
      tokensOut: null,
      extraction: { purchaseDate: '2019-01-23', total: '20.00', currency: 'MYR' },
    })
    expect(answer.durationMs).toBeGreaterThan(0)
    expect(JSON.parse(JSON.stringify(answer.raw))).toEqual(answer.raw)
    expect(JSON.stringify(answer.raw)).toContain('GRAND TOTAL')
  })

  it('says when it copied the text of a PDF', async () => {
    const lines = ['Bookshop Ltd', 'Paperback novel 12.50', 'TOTAL GBP 12.50', '03 Feb 2026'].map(
      (text, index) => ({ x: 20, y: 360 - 20 * index, text }),
    )
    const answer = await extractor.extract(
      { bytes: makePdf([{ lines }]), contentType: 'application/pdf' },
      context,
    )
    expect(answer).toMatchObject({ extractor: 'pdf-text', extraction: { total: '12.50', currency: 'GBP' } })
  })

  it('fails for a damaged document alone, the others go on', async () => {
    const [damaged, whole] = await Promise.allSettled([
      extractor.extract({ bytes: shop.bytes.subarray(0, 50_000), contentType: 'image/jpeg' }, context),
      extractor.extract({ bytes: shop.bytes, contentType: 'image/jpeg' }, context),
    ])
    expect(damaged).toMatchObject({ reason: { code: 'image_corrupt', hint: expect.any(String) } })
    expect(whole.status).toBe('fulfilled')
  })
})

describe('the worker process', () => {
  it('leaves Ctrl-C to its parent and ends with it', async () => {
    const worker = fork(workerPath, [], { serialization: 'advanced', execArgv: [], stdio: 'ignore' })
    // The first answer shows that it listens; what it says of an empty file is tested elsewhere.
    worker.send({ document: { bytes: new Uint8Array(), contentType: 'image/jpeg' }, threads: 1 })
    await once(worker, 'message')
    worker.kill('SIGINT')
    worker.send({ document: { bytes: shop.bytes, contentType: 'image/jpeg' }, threads: 1 })
    const [answer] = await once(worker, 'message')
    expect(answer.text.pages).toHaveLength(1)
    worker.disconnect()
    expect(await once(worker, 'exit')).toEqual([0, null])
  })

  it('says why it cannot read where its libraries are missing', async () => {
    const copy = await mkdtemp(join(tmpdir(), 'expensa-worker-'))
    onTestFinished(() => rm(copy, { recursive: true }))
    await cp(dirname(dirname(workerPath)), copy, { recursive: true })
    await writeFile(join(copy, 'package.json'), '{"type":"module"}')
    const bare = createLocalOcrExtractor({
      workerPath: join(copy, 'ocr', 'worker.js'),
      env: process.env,
      concurrency: 1,
      readReceipt,
      readerVersion: 'test',
    })
    onTestFinished(() => bare.close())
    await expect(
      bare.extract({ bytes: shop.bytes, contentType: 'image/jpeg' }, context),
    ).rejects.toMatchObject({
      code: 'extractor_misconfigured',
      message: expect.stringMatching(/does not start: .*(sharp|onnxruntime)/),
    })
  })
})
