import { ExpensaError } from '../core/errors.ts'

export const geminiTiers = ['free', 'paid'] as const
export type GeminiTier = (typeof geminiTiers)[number]

/**
 * Calls for each model that are kept to unless the operator sets others. Google publishes no table; the free
 * figures are those of the Flash-Lite models in 2026, the paid ones stay far below the first paid level. The
 * true ones stand in AI Studio.
 */
export const geminiLimits = {
  free: { perMinute: 15, perDay: 500 },
  paid: { perMinute: 300, perDay: 10_000 },
} as const satisfies Record<GeminiTier, { perMinute: number; perDay: number }>

/** The tier that a setting names; null for any other text, and without one. */
export function chosenTier(setting: string | undefined): GeminiTier | null {
  return geminiTiers.find((tier) => tier === setting) ?? null
}

/** What an operator must know before receipts leave the machine (Gemini API terms, "Unpaid Services"). */
export const freeTierNotice =
  "On Gemini's free tier Google may use every receipt you send, and what was read from it, to improve its " +
  'products, and human reviewers may read them. Its terms ask not to send sensitive, confidential or personal ' +
  'data, and allow only the paid tier where users are in the European Economic Area, Switzerland or the United Kingdom.'

/**
 * The tier the operator chose knowingly; null without a key, when nothing is ever sent. Throws
 * `invalid_config` where a key is set and no tier.
 */
export function ensureGeminiConsent(settings: {
  apiKey?: string | undefined
  tier?: string | undefined
}): GeminiTier | null {
  if (!settings.apiKey) return null
  const chosen = chosenTier(settings.tier)
  if (chosen) return chosen
  const problem = settings.tier
    ? `EXPENSA_GEMINI_TIER is neither "free" nor "paid"`
    : 'GEMINI_API_KEY is set, but not which tier its project is on'
  throw new ExpensaError('invalid_config', `${problem}. ${freeTierNotice}`, {
    hint:
      'Set EXPENSA_GEMINI_TIER=paid if the project of the key has billing, EXPENSA_GEMINI_TIER=free if you accept ' +
      'the above, or unset GEMINI_API_KEY to read receipts on this machine only.',
  })
}
