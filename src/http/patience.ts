import { setTimeout as wait } from 'node:timers/promises'
import { ExpensaError } from '../core/errors.ts'

export interface PatienceOptions {
  /** How long to go on trying before the other side ever answered. */
  firstMs?: number
  /** How long to go on trying once it has: it may be restarting, or the network gone for a moment. */
  laterMs?: number
  /** Hears when waiting begins, and why; not with each attempt. */
  onTrouble?: (error: ExpensaError) => void
  sleep?: (milliseconds: number, signal: AbortSignal | undefined) => Promise<unknown>
  now?: () => number
  random?: () => number
}

/** Does something until it works, or does not pass, or took too long. */
export type Patience = <T>(work: () => Promise<T>, signal: AbortSignal | undefined) => Promise<T>

const firstDelayMs = 200
const longestDelayMs = 5_000

/** The codes that a backend which is not there, or not there yet, is met by. */
const passing: readonly string[] = ['server_unreachable', 'database_unavailable', 'object_store_unavailable']

/**
 * Tries again, with full jitter so that many clients do not come back at once, while the trouble may pass by
 * itself. A backend that never answered is given up soon: its address is probably wrong.
 */
export function createPatience(options: PatienceOptions = {}): Patience {
  const { firstMs = 3_000, laterMs = 90_000, onTrouble, now = Date.now, random = Math.random } = options
  const sleep =
    options.sleep ?? ((milliseconds, signal) => wait(milliseconds, undefined, { ...(signal && { signal }) }))
  let answered = false
  let inTrouble = false

  return async (work, signal) => {
    const giveUpAt = now() + (answered ? laterMs : firstMs)
    for (let attempt = 0; ; attempt++) {
      try {
        const result = await work()
        answered = true
        inTrouble = false
        return result
      } catch (error) {
        if (!(error instanceof ExpensaError) || !passing.includes(error.code)) throw error
        const delay = random() * Math.min(longestDelayMs, firstDelayMs * 2 ** attempt)
        if (signal?.aborted || now() + delay > giveUpAt) throw error
        if (!inTrouble && answered) onTrouble?.(error)
        inTrouble = true
        await sleep(delay, signal).catch(() => {
          throw new ExpensaError('interrupted', 'Interrupted.', { cause: error })
        })
      }
    }
  }
}
