import { z } from 'zod'
import { ExpensaError } from './core/errors.ts'

const country = z.string().regex(/^[A-Z]{2}$/, 'must be a country code of two letters, e.g. DE')
const positiveInteger = z.coerce.number().int().positive()

/**
 * Every setting, in one literal: what it does, what it may be, its default and its environment variable.
 * `.env.example` and the README's table are checked against this.
 */
export const settings = {
  home: {
    doc: "Where local records and originals are kept. Default: the platform's data directory, `expensa` in it.",
    env: 'EXPENSA_HOME',
    schema: z.string().min(1).optional(),
  },
  databaseUrl: {
    doc: 'A PostgreSQL server (15 or newer) to use instead of the embedded one, as postgres://user@host/database.',
    env: 'EXPENSA_DATABASE_URL',
    schema: z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
      .optional(),
  },
  homeCountry: {
    doc: 'Your country, e.g. US or DE: settles 03/04/2026 and a bare $ where a receipt does not.',
    env: 'EXPENSA_COUNTRY',
    schema: country.optional(),
  },
  concurrency: {
    doc: 'How many receipts are read at once. Default: one for each processor core.',
    env: 'EXPENSA_CONCURRENCY',
    schema: positiveInteger.max(64).optional(),
  },
  geminiApiKey: {
    doc: 'A Gemini API key: receipts are then sent to Google and read there instead of on this machine.',
    env: 'GEMINI_API_KEY',
    schema: z.string().min(1).optional(),
  },
  geminiTier: {
    doc: 'free or paid. With a key it must be chosen: on the free tier Google may use and read what you send.',
    env: 'EXPENSA_GEMINI_TIER',
    schema: z.string().optional(),
  },
  geminiModel: {
    doc: 'The Gemini model that reads receipts.',
    env: 'EXPENSA_GEMINI_MODEL',
    schema: z.string().min(1).default('gemini-3.5-flash-lite'),
  },
  geminiFallbackModel: {
    doc: 'The model that goes on when the daily quota of the first is used up.',
    env: 'EXPENSA_GEMINI_FALLBACK_MODEL',
    schema: z.string().min(1).default('gemini-3.1-flash-lite'),
  },
  geminiBaseUrl: {
    doc: 'Where Gemini answers; for proxies.',
    env: 'EXPENSA_GEMINI_BASE_URL',
    schema: z.url().default('https://generativelanguage.googleapis.com'),
  },
  geminiPerMinute: {
    doc: 'Calls allowed per minute and model. Default: 15 on the free tier, 300 on the paid one.',
    env: 'EXPENSA_GEMINI_PER_MINUTE',
    schema: positiveInteger.optional(),
  },
  geminiPerDay: {
    doc: 'Calls allowed per day and model. Default: 500 on the free tier, 10000 on the paid one.',
    env: 'EXPENSA_GEMINI_PER_DAY',
    schema: positiveInteger.optional(),
  },
} as const satisfies Record<string, { doc: string; env: string; schema: z.ZodType }>

export type SettingName = keyof typeof settings

export type Config = { [Name in SettingName]: z.output<(typeof settings)[Name]['schema']> }

/** Reads all settings. An empty variable counts as unset. Throws `invalid_config` that names the variable. */
export function loadConfig(env: Record<string, string | undefined>): Config {
  const entries = Object.entries(settings).map(([name, setting]) => {
    const result = setting.schema.safeParse(env[setting.env] || undefined)
    if (result.success) return [name, result.data]
    throw new ExpensaError(
      'invalid_config',
      `${setting.env}: ${result.error.issues[0]?.message ?? 'not valid'}.`,
      {
        hint: setting.doc,
      },
    )
  })
  return Object.fromEntries(entries) as Config
}
