import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ExpensaError } from '../../src/core/errors.ts'
import { emptyExtraction } from '../../src/core/extraction.ts'
import type { Extractor } from '../../src/core/extractor.ts'
import { findLabelledSets } from '../../src/eval/find-sets.ts'
import { evaluateSet } from '../../src/eval/run-eval.ts'
import { summarize } from '../../src/eval/summary.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expensa-eval-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function addReceipt(set: string, id: string, label: object, bytes: string | null) {
  await mkdir(join(folder, set, 'labels'), { recursive: true })
  await mkdir(join(folder, set, 'images'), { recursive: true })
  await writeFile(join(folder, set, 'labels', `${id}.json`), JSON.stringify(label))
  if (bytes !== null) await writeFile(join(folder, set, 'images', `${id}.pdf`), bytes)
}

/** Answers with the total that stands in the document. */
const echo: Extractor = {
  async extract({ bytes }) {
    const text = Buffer.from(bytes).toString()
    if (text.includes('broken')) throw new ExpensaError('image_corrupt', 'The image is broken.')
    const total = /total (\S+)/.exec(text)?.[1] ?? null
    const extraction = { ...emptyExtraction(), total }
    return {
      extraction,
      extractor: 'echo',
      model: 'echo',
      promptVersion: '1',
      raw: null,
      tokensIn: null,
      tokensOut: null,
      durationMs: 1500,
    }
  },
  close: async () => {},
}
const options = { extractor: echo, context: { today: '2026-01-01' }, concurrency: 2 }

test('a folder of sets, and a set by itself', async () => {
  await addReceipt('b-set', 'one', { total: '1.00' }, '%PDF- total 1.00')
  await addReceipt('a-set', 'two', { total: '2.00' }, '%PDF- total 2.00')
  expect((await findLabelledSets(folder)).map((set) => set.name)).toEqual(['a-set', 'b-set'])
  const [single] = await findLabelledSets(join(folder, 'b-set'))
  expect(single).toMatchObject({ name: 'b-set', receipts: [{ label: { id: 'one', total: '1.00' } }] })
})

test('right, wrong, failed and missing receipts', async () => {
  await addReceipt('set', 'right', { total: '1.00' }, '%PDF- total 1.00')
  await addReceipt('set', 'wrong', { total: '1.00' }, '%PDF- total 7.00')
  await addReceipt('set', 'broken', { total: '1.00' }, '%PDF- broken')
  await addReceipt('set', 'gone', { total: '1.00' }, null)
  const [set] = await findLabelledSets(folder)
  const scores = set ? await evaluateSet(set, options) : []
  expect(Object.fromEntries(scores.map((s) => [s.id, [s.fields.total, s.failure]]))).toEqual({
    broken: [false, 'The image is broken.'],
    gone: [false, 'There is no image for this label.'],
    right: [true, null],
    wrong: [false, null],
  })
  expect(summarize(scores)).toMatchObject({
    n: 4,
    failed: 2,
    seconds: 1.5,
    total: { right: 1, n: 4, fraction: 0.25 },
  })
})

test('what is no labelled folder says what one looks like', async () => {
  await expect(findLabelledSets(folder)).rejects.toMatchObject({
    code: 'usage',
    hint: expect.stringContaining('labels/ID.json'),
  })
  await addReceipt('set', 'bad', { total: { not: 'an amount' } }, null)
  await expect(findLabelledSets(folder)).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringContaining('bad.json'),
  })
})
