import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import type { Database } from '../adapters/postgres-database.ts'
import type { Config } from '../config.ts'
import type { Extractor } from '../core/ports.ts'
import { packageRoot } from './package-root.ts'

/** How many receipts this machine reads at once unless a setting says otherwise. */
export function readingConcurrency(config: Config): number {
  return config.concurrency ?? availableParallelism()
}

/** The extractor that the settings ask for: Gemini with a key, else OCR on this machine. Loaded when needed. */
export async function createExtractor(config: Config, db: Kysely<Database>): Promise<Extractor> {
  const { ensureGeminiConsent, geminiLimits } = await import('../adapters/gemini-tier.ts')
  const tier = ensureGeminiConsent({ apiKey: config.geminiApiKey, tier: config.geminiTier })
  if (tier === null || !config.geminiApiKey) return createLocalExtractor(config)

  const [
    { createGeminiExtractor },
    { createPostgresQuotaLimiter },
    { createImagePreparation },
    { decodeHeic },
  ] = await Promise.all([
    import('../adapters/gemini-extractor.ts'),
    import('../adapters/postgres-quota-limiter.ts'),
    import('../adapters/sharp-prepare-image.ts'),
    import('../ocr/decode-heic.ts'),
  ])
  return createGeminiExtractor({
    apiKey: config.geminiApiKey,
    model: config.geminiModel,
    fallbackModel: config.geminiFallbackModel,
    baseUrl: config.geminiBaseUrl,
    limiter: createPostgresQuotaLimiter(db, {
      perMinute: config.geminiPerMinute ?? geminiLimits[tier].perMinute,
      perDay: config.geminiPerDay ?? geminiLimits[tier].perDay,
    }),
    prepareImage: createImagePreparation(decodeHeic),
  })
}

export async function createLocalExtractor(config: Config): Promise<Extractor> {
  const [{ createLocalOcrExtractor }, { readReceipt }, { readerVersion }] = await Promise.all([
    import('../adapters/local-ocr-extractor.ts'),
    import('../core/reading/read-receipt.ts'),
    import('../core/reading/version.ts'),
  ])
  return createLocalOcrExtractor({
    workerPath: join(packageRoot(), 'dist', 'ocr', 'worker.js'),
    concurrency: readingConcurrency(config),
    readReceipt,
    readerVersion,
  })
}
