import { nextQuotaDay } from '../core/quota-day.ts'
import type { QuotaLimiter, QuotaLimits, QuotaScope } from '../core/quota-limiter.ts'

interface ModelQuota {
  /** When the latest calls begin, ascending; never more than `perMinute`. Milliseconds. */
  latest: number[]
  /** Calls by the day they belong to, named by the instant it ends. */
  byDay: Map<number, number>
  blocked: { until: number; scope: QuotaScope } | null
}

/** Keeps the limits among the callers within one process, for work without a database. */
export function createMemoryQuotaLimiter(
  limits: QuotaLimits,
  now: () => Date = () => new Date(),
): QuotaLimiter {
  const { perMinute, perDay, windowMs = 60_000 } = limits
  const quotas = new Map<string, ModelQuota>()

  function quotaOf(model: string): ModelQuota {
    const known = quotas.get(model) ?? { latest: [], byDay: new Map(), blocked: null }
    quotas.set(model, known)
    return known
  }

  return {
    async reserve(model, maxWaitMs) {
      const quota = quotaOf(model)
      const current = now().getTime()
      // The call `perMinute` places before this one must be a whole window old.
      const windowOpens = quota.latest.length < perMinute ? current : (quota.latest[0] ?? current) + windowMs
      let at = Math.max(current, windowOpens, quota.blocked?.until ?? current)
      let scope: QuotaScope = at === quota.blocked?.until ? quota.blocked.scope : 'minute'
      let dayEnds = nextQuotaDay(new Date(at)).getTime()
      while ((quota.byDay.get(dayEnds) ?? 0) >= perDay) {
        at = dayEnds
        scope = 'day'
        dayEnds = nextQuotaDay(new Date(at)).getTime()
      }
      if (at - current > maxWaitMs) return { granted: false, retryAt: new Date(at), scope }
      quota.latest = [...quota.latest, at].sort((a, b) => a - b).slice(-perMinute)
      quota.byDay.set(dayEnds, (quota.byDay.get(dayEnds) ?? 0) + 1)
      return { granted: true, waitMs: at - current, beginsAt: new Date(at) }
    },

    async refused(model, until, scope) {
      const quota = quotaOf(model)
      if (until.getTime() > (quota.blocked?.until ?? 0)) quota.blocked = { until: until.getTime(), scope }
    },
  }
}
