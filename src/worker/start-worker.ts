import { setTimeout as wait } from 'node:timers/promises'
import { migrations } from '../../migrations/index.ts'
import { openReadingQueue } from '../adapters/pg-boss-reading-queue.ts'
import { createPostgresExpenseStore } from '../adapters/postgres-expense-store.ts'
import { migrateToLatest, pendingMigrations } from '../adapters/postgres-migrator.ts'
import type { Config } from '../config.ts'
import { answerExtractionRequest } from '../core/extraction-requests.ts'
import { ingestReceipt } from '../core/ingest-receipt.ts'
import { calendarDate } from '../core/period.ts'
import type { ReadingJob } from '../core/reading-queue.ts'
import { openExtractors, readingConcurrency } from '../local/create-extractor.ts'
import { checkBucket, connectBucket } from '../wiring/bucket.ts'
import { connectDatabase } from '../wiring/database.ts'
import { ensureOffered } from '../wiring/gemini.ts'
import type { Log } from '../wiring/log.ts'
import { findUnattended } from './find-unattended.ts'

/** How often an idle lane looks for work. */
const idleMs = 500
const sweepEveryMs = 30_000
/** Shorter waits are kept in the queue; longer ones (a daily quota) are found again when they are over. */
const longestDelayMs = 120_000

/**
 * Reads what a team uploads: several at once, next to any number of other workers, until it is closed. What
 * it was reading then is put down and read by another one.
 */
export async function startWorker(config: Config, log: Log): Promise<{ close(): Promise<void> }> {
  const { objects } = connectBucket(config)
  const lanes = readingConcurrency(config)
  const db = await connectDatabase(config, lanes + 3)
  const ending = new AbortController()
  const { signal } = ending
  try {
    await checkBucket(objects, log)
    if ((await pendingMigrations(db, migrations)).length > 0) await migrateToLatest(db, migrations)
    const store = createPostgresExpenseStore(db)
    const extractors = openExtractors(config, db)
    const extractor = await extractors.of(null)
    const onError = (error: unknown) => log('error', 'the queue failed', { error })
    const queue = await openReadingQueue(db, { tend: true, onError })
    const extractorOf = async (model: string | null) => {
      ensureOffered(config, model, ['local'])
      return extractors.of(model)
    }
    /** A wrong setting meets every receipt: all lanes wait until somebody may have mended it. */
    let pausedUntil = 0

    const read = async ({ id, ...job }: ReadingJob & { id: string }) => {
      const startedAt = performance.now()
      const context = {
        // Where the user is, is unknown here; a date is in the future only where that is so everywhere.
        today: calendarDate(new Date(), 'Pacific/Kiritimati'),
        ...(config.homeCountry === undefined ? {} : { homeCountry: config.homeCountry }),
      }
      const common = { expenses: store.forUser(job.userId), objects, context, signal }
      if (job.extractionId !== undefined) {
        const result = await answerExtractionRequest(job.extractionId, { ...common, extractorOf })
        if (result.outcome === 'parked') await queue.add([job], result.retryAt)
        await queue.done(id)
        const ms = Math.round(performance.now() - startedAt)
        log(result.outcome === 'failed' ? 'warn' : 'info', 'another extraction', { ...job, ...result, ms })
        return
      }
      const result = await ingestReceipt(job.receiptId, { ...common, extractor })
      const error = 'error' in result ? result.error : undefined
      if (result.outcome === 'parked') {
        if (error?.code === 'extractor_misconfigured') pausedUntil = Date.now() + sweepEveryMs
        else if (result.retryAt.getTime() < Date.now() + longestDelayMs)
          await queue.add([job], result.retryAt)
      }
      await queue.done(id)
      log(error ? (result.outcome === 'failed' ? 'error' : 'warn') : 'info', 'receipt', {
        ...job,
        outcome: result.outcome,
        ms: Math.round(performance.now() - startedAt),
        ...(error ? { code: error.code, reason: error.message } : {}),
        ...(result.outcome === 'parked' ? { retryAt: result.retryAt } : {}),
      })
    }

    const lane = async () => {
      while (!signal.aborted) {
        try {
          const job = Date.now() < pausedUntil ? null : await queue.take()
          if (job) await read(job)
          else await pause(idleMs)
        } catch (error) {
          log('error', 'a receipt could not be taken up', { error })
          await pause(sweepEveryMs / 10)
        }
      }
    }

    const sweep = async () => {
      while (!signal.aborted) {
        try {
          const result = await findUnattended({ store, objects, queue })
          if (result.queued + result.forgotten > 0) log('info', 'sweep', result)
        } catch (error) {
          log('error', 'the sweep failed', { error })
        }
        await pause(sweepEveryMs)
      }
    }

    /** With jitter, so that workers that started together do not stay together. */
    const pause = (ms: number) => wait(ms * (0.75 + Math.random() / 2), undefined, { signal }).catch(() => {})
    const running = Promise.all([sweep(), ...Array.from({ length: lanes }, lane)])
    log('info', 'working', { lanes })

    return {
      async close() {
        ending.abort()
        await running
        await queue.close()
        await extractors.close()
        await db.destroy()
      },
    }
  } catch (error) {
    await db.destroy()
    throw error
  }
}
