import { expect, test } from 'vitest'
import { ExpensaError } from '../../src/core/errors.ts'
import { type Extraction, emptyExtraction } from '../../src/core/extraction.ts'
import type { Document, ExtractionContext, Extractor } from '../../src/core/extractor.ts'
import { withSecondReader } from '../../src/core/second-reader.ts'

const document: Document = { bytes: new Uint8Array(3), contentType: 'image/png' }
const context = { today: '2026-11-23' }

function extractor(read: (context: ExtractionContext) => Promise<Partial<Extraction>>) {
  const state = { closed: false }
  const it: Extractor = {
    async extract(_, context) {
      return {
        extraction: { ...emptyExtraction(), ...(await read(context)) },
        extractor: 'given',
        model: 'given',
        promptVersion: '1',
        raw: null,
        tokensIn: 1,
        tokensOut: 1,
        durationMs: 1,
      }
    },
    async close() {
      state.closed = true
    },
  }
  return { it, state }
}

const claims = (fields: Partial<Extraction>) => extractor(async () => fields).it
const total = { total: '12.50', currency: 'EUR' }

test('a value that the text shows is not doubted, and the text is kept', async () => {
  const { extraction } = await withSecondReader(claims(total), claims({ text: 'Shop\nTotal 12,50' })).extract(
    document,
    context,
  )
  expect(extraction).toMatchObject({ ...total, notes: [], text: 'Shop\nTotal 12,50' })
})

test('a value that it does not show is kept, and noted', async () => {
  const model = claims({ ...total, notes: ['currency_guessed'] })
  const { extraction } = await withSecondReader(model, claims({ text: 'Total 12,80' })).extract(
    document,
    context,
  )
  expect(extraction).toMatchObject({ ...total, notes: ['currency_guessed', 'not_in_text'] })
})

test.each([
  ['reads nothing', { text: null }],
  ['cannot read the script', { text: '7 4 1', notes: ['script_unsupported'] }],
  ['finds it unreadable', { text: '7 4 1', notes: ['unreadable'] }],
] satisfies [string, Partial<Extraction>][])('a second reader that %s raises no doubt', async (_, seen) => {
  const { extraction } = await withSecondReader(claims(total), claims(seen)).extract(document, context)
  expect(extraction.notes).toEqual([])
})

test('a second reader that fails does not spoil the answer', async () => {
  const failing = extractor(async () => {
    throw new ExpensaError('extractor_crashed', 'gone')
  }).it
  const { extraction } = await withSecondReader(claims(total), failing).extract(document, context)
  expect(extraction).toMatchObject({ ...total, notes: [] })
})

test('when the model fails its failure is reported and the second reader is stopped', async () => {
  const stopped: boolean[] = []
  const reader = extractor(
    ({ signal }) =>
      new Promise((_, reject) => {
        signal?.addEventListener('abort', () => {
          stopped.push(true)
          reject(new Error('stopped'))
        })
      }),
  )
  const model = extractor(async () => {
    throw new ExpensaError('quota_exhausted', 'no more')
  })
  const both = withSecondReader(model.it, reader.it)
  await expect(both.extract(document, context)).rejects.toMatchObject({ code: 'quota_exhausted' })
  expect(stopped).toEqual([true])
  await both.close()
  expect([model.state.closed, reader.state.closed]).toEqual([true, true])
})
