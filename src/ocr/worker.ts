import sharp from 'sharp'
import { ExpensaError, toExpensaError } from '../core/errors.ts'
import type { Models } from './models.ts'
import { readDocument } from './read-document.ts'
import type { Job, JobAnswer } from './worker-protocol.ts'

/** The process that turns documents into text, started by `worker-pool`. */

// Ctrl-C reaches the whole process group; the parent decides what becomes of the work.
process.on('SIGINT', () => {})
process.on('disconnect', () => process.exit(0))

sharp.cache(false)
sharp.concurrency(1)

let models: { threads: number; opened: Promise<Models> } | undefined

process.on('message', async (job: Job) => {
  const answer = await work(job)
  process.send?.(answer)
})

async function work(job: Job): Promise<JobAnswer> {
  const outcome = await read(job)
  // Pictures lie outside the JavaScript heap, whose collector therefore sees no reason to run.
  globalThis.gc?.()
  return { ...outcome, residentBytes: process.memoryUsage.rss() }
}

async function read({ document, threads }: Job) {
  try {
    const started = performance.now()
    const text = await readDocument(document, () => modelsFor(threads))
    return { text, durationMs: Math.round(performance.now() - started) }
  } catch (thrown) {
    const { code, message, hint } = toExpensaError(thrown)
    return { error: { code, message, hint } }
  }
}

/** The models are loaded once; again with fewer threads when other workers begin to need the cores. */
function modelsFor(threads: number): Promise<Models> {
  if (!models || models.threads > threads) models = { threads, opened: open(threads) }
  return models.opened
}

async function open(threads: number): Promise<Models> {
  try {
    // Loaded late: where the native library does not run, the reason reaches the person who asked.
    const { openModels } = await import('./models.ts')
    return await openModels(threads)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ExpensaError('extractor_misconfigured', `Local text recognition does not start: ${reason}`, {
      hint: 'Reinstall Expensa on this machine (npm ci), or set a Gemini key to extract with Gemini.',
      cause,
    })
  }
}
