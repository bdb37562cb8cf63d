import type { Kysely } from 'kysely'
import { createGeminiExtractor } from '../adapters/gemini-extractor.ts'
import { ensureGeminiConsent, geminiLimits } from '../adapters/gemini-tier.ts'
import { createMemoryQuotaLimiter } from '../adapters/memory-quota-limiter.ts'
import type { Database } from '../adapters/postgres-database.ts'
import { createPostgresQuotaLimiter } from '../adapters/postgres-quota-limiter.ts'
import { createImagePreparation } from '../adapters/sharp-prepare-image.ts'
import { type Config, unset } from '../config.ts'
import { ExpensaError } from '../core/errors.ts'
import type { Extractor } from '../core/extractor.ts'
import type { QuotaLimiter, QuotaLimits } from '../core/quota-limiter.ts'
import { withoutCardNumbers } from '../core/without-card-numbers.ts'
import { decodeHeicLate, knowingPictures } from './pictures.ts'

/** Gemini as the settings ask for it. Its quota is shared by all who use this database. */
export function connectGemini(config: Config, db: Kysely<Database>): Extractor {
  return createFrom(config, (limits) => createPostgresQuotaLimiter(db, limits))
}

/** One model and no other, without a database: for comparing models. Its quota is kept in this process. */
export function connectGeminiModel(config: Config, model: string): Extractor {
  return createFrom(onlyModel(config, model), (limits) => createMemoryQuotaLimiter(limits))
}

/** The settings for asking this model and no other; `gemini` is the one in the settings. */
export function onlyModel(config: Config, name: string): Config {
  const model = name === 'gemini' ? config.geminiModel : name
  return { ...config, geminiModel: model, geminiFallbackModel: model }
}

/**
 * Users of a backend may ask for the models that whoever runs it has chosen, and for no others: those may
 * cost more. Throws `invalid_request`.
 */
export function ensureOffered(config: Config, name: string | null, others: readonly string[]): void {
  const gemini = config.geminiApiKey ? ['gemini', config.geminiModel, config.geminiFallbackModel] : []
  const offered = [...others, ...gemini]
  if (name === null || offered.includes(name)) return
  throw new ExpensaError('invalid_request', `This backend does not read with ${name}.`, {
    hint: `Leave out --model, or use one of: ${offered.join(', ')}`,
  })
}

function createFrom(config: Config, limiterFor: (limits: QuotaLimits) => QuotaLimiter): Extractor {
  const tier = ensureGeminiConsent({ apiKey: config.geminiApiKey, tier: config.geminiTier })
  if (tier === null || config.geminiApiKey === undefined) throw unset('geminiApiKey')
  const model = createGeminiExtractor({
    apiKey: config.geminiApiKey,
    model: config.geminiModel,
    fallbackModel: config.geminiFallbackModel,
    baseUrl: config.geminiBaseUrl,
    limiter: limiterFor({
      perMinute: config.geminiPerMinute ?? geminiLimits[tier].perMinute,
      perDay: config.geminiPerDay ?? geminiLimits[tier].perDay,
    }),
    prepareImage: createImagePreparation(decodeHeicLate),
  })
  return withoutCardNumbers(knowingPictures(model))
}
