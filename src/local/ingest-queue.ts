import type { IngestOutcome } from '../core/ingest-receipt.ts'

export interface IngestQueueOptions {
  /** How many receipts are read at once. */
  concurrency: number
  ingest: (receiptId: string, signal: AbortSignal) => Promise<IngestOutcome>
  /**
   * Milliseconds after which to look again at a receipt that was skipped, because another process reads it or
   * it waits for its next attempt; null when there is nothing left to do.
   */
  lookAgainAfter: (receiptId: string) => Promise<number | null>
  onError: (error: unknown) => void
}

export interface IngestQueue {
  add(receiptIds: readonly string[]): void
  /** Resolves when nothing waits and nothing is being read. */
  idle(): Promise<void>
  /** Takes up nothing new, interrupts what is being read, and waits for it to be put down. */
  stop(): Promise<void>
}

/** Longer waits (a daily quota, say) outlive this process: the receipt is taken up by a later command. */
const longestWaitMs = 90_000
/** An error outside of a receipt, in the database say, may pass; more of them in a row end the effort. */
const mostErrors = 3
const afterErrorMs = 1_000

/** The pipeline trigger of local mode: reads uploaded receipts inside this process, a few at a time. */
export function createIngestQueue(options: IngestQueueOptions): IngestQueue {
  const { concurrency, ingest, lookAgainAfter, onError } = options
  const waiting: string[] = []
  /** Everything that waits, is being read or will be looked at again. */
  const known = new Set<string>()
  const errors = new Map<string, number>()
  const running = new Set<Promise<void>>()
  const timers = new Set<NodeJS.Timeout>()
  const stopping = new AbortController()
  let idleListeners: (() => void)[] = []

  function pump(): void {
    while (running.size < concurrency && waiting.length > 0 && !stopping.signal.aborted) {
      const id = waiting.shift()
      if (id === undefined) break
      const run = read(id)
        .catch((error) => {
          onError(error)
          const count = (errors.get(id) ?? 0) + 1
          errors.set(id, count)
          if (count < mostErrors) later(id, afterErrorMs)
          else forget(id)
        })
        .finally(() => {
          running.delete(run)
          pump()
        })
      running.add(run)
    }
    if (known.size === 0) {
      for (const listener of idleListeners) listener()
      idleListeners = []
    }
  }

  async function read(id: string): Promise<void> {
    const result = await ingest(id, stopping.signal)
    if (result.outcome === 'parked') {
      const waitMs = Math.max(0, result.retryAt.getTime() - Date.now())
      const worthWaiting =
        result.error.retryable && result.error.code !== 'interrupted' && waitMs <= longestWaitMs
      if (worthWaiting) later(id, waitMs + 20)
      else forget(id)
      return
    }
    const waitMs = result.outcome === 'skipped' ? await lookAgainAfter(id) : null
    if (waitMs !== null && waitMs <= longestWaitMs) later(id, waitMs)
    else forget(id)
  }

  function forget(id: string): void {
    known.delete(id)
    errors.delete(id)
  }

  function later(id: string, ms: number): void {
    if (stopping.signal.aborted) {
      forget(id)
      return
    }
    const timer = setTimeout(() => {
      timers.delete(timer)
      waiting.push(id)
      pump()
    }, ms)
    timers.add(timer)
  }

  return {
    add(receiptIds) {
      for (const id of receiptIds) {
        if (known.has(id)) continue
        known.add(id)
        waiting.push(id)
      }
      pump()
    },
    idle() {
      if (known.size === 0) return Promise.resolve()
      return new Promise((resolve) => idleListeners.push(resolve))
    },
    async stop() {
      stopping.abort()
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
      waiting.length = 0
      await Promise.allSettled(running)
      known.clear()
    },
  }
}
