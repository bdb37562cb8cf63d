import type { Kysely } from 'kysely'
import { dollarsPerReceipt } from '../adapters/gemini-prices.ts'
import { chosenTier, geminiLimits } from '../adapters/gemini-tier.ts'
import type { Database } from '../adapters/postgres-database.ts'
import { createPostgresQuotaLimiter } from '../adapters/postgres-quota-limiter.ts'
import type { Config } from '../config.ts'
import type { Reader } from '../core/reading-plan.ts'

/** Text recognition on this machine: free, and without a quota. */
export const localReader: Reader = {
  extractor: 'local-ocr',
  models: [],
  perMinute: null,
  perDay: null,
  dollarsPerReceipt: 0,
}

/** Gemini as the settings have it, without asking it; null where they do not say which tier it is on. */
export async function describeGemini(config: Config, db: Kysely<Database>): Promise<Reader | null> {
  const tier = chosenTier(config.geminiTier)
  if (tier === null) return null
  const perMinute = config.geminiPerMinute ?? geminiLimits[tier].perMinute
  const perDay = config.geminiPerDay ?? geminiLimits[tier].perDay
  const quota = createPostgresQuotaLimiter(db, { perMinute, perDay })
  const names = [...new Set([config.geminiModel, config.geminiFallbackModel])]
  return {
    extractor: 'gemini',
    models: await Promise.all(
      names.map(async (name) => ({ name, usedToday: (await quota.state(name)).usedToday })),
    ),
    perMinute,
    perDay,
    dollarsPerReceipt:
      tier === 'free' ? 0 : (config.geminiDollarsPerReceipt ?? dollarsPerReceipt(config.geminiModel)),
  }
}
