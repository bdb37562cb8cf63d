import { ExpensaError, toExpensaError } from '../core/errors.ts'
import type { Models } from './models.ts'
import type { Job, JobAnswer } from './worker-protocol.ts'

/** The process that turns documents into text, started by `worker-pool`. */

// Ctrl-C reaches the whole process group; the parent decides what becomes of the work.
process.on('SIGINT', () => {})
process.on('disconnect', () => process.exit(0))

let engine: ReturnType<typeof loadEngine> | undefined
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
    engine ??= loadEngine()
    const { readDocument, openModels } = await engine
    // The models are loaded once; again with fewer threads when other workers begin to need the cores.
    const modelsFor = () => {
      if (!models || models.threads > threads) models = { threads, opened: openModels(threads) }
      return models.opened
    }
    const text = await readDocument(document, modelsFor)
    return { text, durationMs: Math.round(performance.now() - started) }
  } catch (thrown) {
    const { code, message, hint } = toExpensaError(thrown)
    return { error: { code, message, hint } }
  }
}

/** Loaded late: where a native library does not run, the reason reaches the person who asked. */
async function loadEngine() {
  try {
    const [{ default: sharp }, { openModels }, { readDocument }] = await Promise.all([
      import('sharp'),
      import('./models.ts'),
      import('./read-document.ts'),
    ])
    sharp.cache(false)
    sharp.concurrency(1)
    return { openModels, readDocument }
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause)
    throw new ExpensaError('extractor_misconfigured', `Local text recognition does not start: ${reason}`, {
      hint: 'Reinstall Expensa on this machine (npm ci), or set a Gemini key to extract with Gemini.',
      cause,
    })
  }
}
