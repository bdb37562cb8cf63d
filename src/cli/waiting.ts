/** How long a command follows readings to their end; with `wait` false not at all, without `timeout` for as long as it takes. */
export interface Waiting {
  wait: boolean
  /** Seconds. */
  timeout?: number
}

/** The longest that a timer can run; about 24 days. */
const longestTimerMs = 2 ** 31 - 1

/** Fires when nobody waits for readings, or nobody does any more. The readings themselves go on. */
export function endOfWaiting({ wait, timeout }: Waiting): AbortSignal {
  if (!wait) return AbortSignal.abort()
  if (timeout === undefined) return new AbortController().signal
  return AbortSignal.timeout(Math.min(timeout * 1000, longestTimerMs))
}

/** What to tell a person who stopped waiting; see the exit code for `timed_out`. */
export function stillReading(count: number, seconds: number | undefined): string {
  const receipts = `${count} receipt${count === 1 ? ' is' : 's are'}`
  return `Stopped waiting after ${seconds} s; ${receipts} still to be read, in the background. See: expensa status\n`
}
