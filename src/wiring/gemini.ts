import type { Kysely } from 'kysely'
import { createGeminiExtractor } from '../adapters/gemini-extractor.ts'
import { ensureGeminiConsent, geminiLimits } from '../adapters/gemini-tier.ts'
import type { Database } from '../adapters/postgres-database.ts'
import { createPostgresQuotaLimiter } from '../adapters/postgres-quota-limiter.ts'
import { createImagePreparation } from '../adapters/sharp-prepare-image.ts'
import { type Config, unset } from '../config.ts'
import type { Extractor } from '../core/ports.ts'

/** Gemini as the settings ask for it. Its quota is shared by all who use this database. */
export function connectGemini(config: Config, db: Kysely<Database>): Extractor {
  const tier = ensureGeminiConsent({ apiKey: config.geminiApiKey, tier: config.geminiTier })
  if (tier === null || config.geminiApiKey === undefined) throw unset('geminiApiKey')
  return createGeminiExtractor({
    apiKey: config.geminiApiKey,
    model: config.geminiModel,
    fallbackModel: config.geminiFallbackModel,
    baseUrl: config.geminiBaseUrl,
    limiter: createPostgresQuotaLimiter(db, {
      perMinute: config.geminiPerMinute ?? geminiLimits[tier].perMinute,
      perDay: config.geminiPerDay ?? geminiLimits[tier].perDay,
    }),
    prepareImage: createImagePreparation(async (bytes) => {
      const { decodeHeic } = await import('../ocr/decode-heic.ts')
      return decodeHeic(bytes)
    }),
  })
}
