export type QuotaScope = 'minute' | 'day'

/** The answer to asking for one call to a service that counts its calls. */
export type QuotaReservation =
  /** The call is counted: wait this long, then make it at once. `beginsAt` is by the limiter's clock. */
  | { granted: true; waitMs: number; beginsAt: Date }
  /** Nothing was counted. Asking again before `retryAt` is in vain. */
  | { granted: false; retryAt: Date; scope: QuotaScope }

export interface QuotaLimits {
  /** Calls in any window of `windowMs`, for each model. */
  perMinute: number
  /** Calls in one Californian calendar day, for each model. */
  perDay: number
  /** A minute and what the limiter adds for safety, unless said otherwise. */
  windowMs?: number
}

/** Keeps all workers together within what a service allows for each model per minute and per day. */
export interface QuotaLimiter {
  /** Reserves the next free call that begins within `maxWaitMs`, or says when there is one. */
  reserve(model: string, maxWaitMs: number): Promise<QuotaReservation>
  /** The service refused a call all the same, and it knows better: no call begins before `until`. */
  refused(model: string, until: Date, scope: QuotaScope): Promise<void>
}
