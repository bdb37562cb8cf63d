import { readFile } from 'node:fs/promises'
import { detectContentType } from '../core/content-type.ts'
import { ExpensaError, toExpensaError } from '../core/errors.ts'
import type { ExtractionContext, Extractor } from '../core/extractor.ts'
import type { LabelledReceipt, LabelledSet } from './find-sets.ts'
import { type ReceiptScore, scoreReceipt } from './score.ts'

export interface EvalOptions {
  extractor: Extractor
  context: ExtractionContext
  /** How many receipts are read at once. */
  concurrency: number
  onScore?: (score: ReceiptScore) => void
}

/** Reads every receipt of a set and compares it with its label, in the order of the labels. */
export async function evaluateSet(set: LabelledSet, options: EvalOptions): Promise<ReceiptScore[]> {
  const scores: ReceiptScore[] = []
  const next = set.receipts.entries()
  const work = async () => {
    for (const [index, receipt] of next) {
      if (options.context.signal?.aborted) throw new ExpensaError('interrupted', 'Interrupted.')
      const score = await evaluateReceipt(receipt, options)
      scores[index] = score
      options.onScore?.(score)
    }
  }
  await Promise.all(Array.from({ length: options.concurrency }, work))
  return scores
}

/** What fails is scored as wrong; what would fail for every receipt (a missing key, no quota) ends the run. */
async function evaluateReceipt(receipt: LabelledReceipt, options: EvalOptions): Promise<ReceiptScore> {
  const { label, path } = receipt
  try {
    if (path === null) throw new ExpensaError('file_unreadable', 'There is no image for this label.')
    const bytes = await readFile(path)
    const contentType = detectContentType(bytes.subarray(0, 64))
    if (!contentType) throw new ExpensaError('unsupported_type', 'Not an image or a PDF.')
    const answer = await options.extractor.extract({ bytes, contentType }, options.context)
    return scoreReceipt(label, { extraction: answer.extraction, seconds: answer.durationMs / 1000 })
  } catch (thrown) {
    const error = toExpensaError(thrown)
    const endsTheRun = [
      'interrupted',
      'extractor_misconfigured',
      'quota_exhausted',
      'invalid_config',
      'internal',
    ]
    if (endsTheRun.includes(error.code)) throw thrown
    return scoreReceipt(label, { extraction: null, failure: error.message })
  }
}
