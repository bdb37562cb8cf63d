import { checkGeminiModel } from '../adapters/gemini-check.ts'
import { ensureGeminiConsent, geminiLimits } from '../adapters/gemini-tier.ts'
import { createPostgresQuotaLimiter } from '../adapters/postgres-quota-limiter.ts'
import type { Config } from '../config.ts'
import { connectDatabase } from './database.ts'

/** Whether the key may use the model, and what is left of its day; costs no call. Null without a key. */
export async function checkGemini(config: Config): Promise<string | null> {
  const { geminiApiKey: apiKey, geminiModel: model, geminiBaseUrl: baseUrl } = config
  const tier = ensureGeminiConsent({ apiKey, tier: config.geminiTier })
  if (tier === null || apiKey === undefined) return null
  await checkGeminiModel({ apiKey, model, baseUrl })
  const privacy = tier === 'free' ? '; on its free tier Google may use and read what is sent' : ''
  const known = `the key may use ${model}${privacy}`
  if (config.databaseUrl === undefined) return known
  const perMinute = config.geminiPerMinute ?? geminiLimits[tier].perMinute
  const perDay = config.geminiPerDay ?? geminiLimits[tier].perDay
  const db = await connectDatabase(config, 1)
  try {
    const { usedToday, blockedUntil } = await createPostgresQuotaLimiter(db, { perMinute, perDay }).state(
      model,
    )
    const waits = blockedUntil ? `; Google wants no calls before ${blockedUntil.toISOString()}` : ''
    return `${known}; ${Math.max(0, perDay - usedToday)} of ${perDay} calls are left today${waits}`
  } finally {
    await db.destroy()
  }
}
