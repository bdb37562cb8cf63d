import * as z from 'zod'
import { ExpensaError } from './core/errors.ts'
import { isCurrency } from './core/money.ts'

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
  databaseCaFile: {
    doc: 'File with the certificates (PEM) to trust; the database is then spoken to by TLS only. For RDS: its global bundle.',
    env: 'EXPENSA_DATABASE_CA_FILE',
    schema: z.string().min(1).optional(),
  },
  databaseIam: {
    doc: 'true: sign in to the database (RDS) with IAM tokens instead of a password.',
    env: 'EXPENSA_DATABASE_IAM',
    schema: z.stringbool('must be true or false').default(false),
  },
  s3Bucket: {
    doc: 'The bucket that keeps the originals.',
    env: 'EXPENSA_S3_BUCKET',
    schema: z.string().min(1).optional(),
  },
  s3Endpoint: {
    doc: 'Where an S3-compatible server answers, e.g. http://minio:9000. Default: AWS.',
    env: 'EXPENSA_S3_ENDPOINT',
    schema: z.url().optional(),
  },
  s3PublicEndpoint: {
    doc: 'The same server as clients reach it, where that is another address.',
    env: 'EXPENSA_S3_PUBLIC_ENDPOINT',
    schema: z.url().optional(),
  },
  s3PathStyle: {
    doc: 'true: addresses of the form endpoint/bucket, as most servers other than AWS need.',
    env: 'EXPENSA_S3_PATH_STYLE',
    schema: z.stringbool('must be true or false').default(false),
  },
  awsRegion: {
    doc: 'The region of bucket and database. Access keys come from where AWS tools look, e.g. AWS_ACCESS_KEY_ID or a role.',
    env: 'AWS_REGION',
    schema: z.string().min(1).default('us-east-1'),
  },
  host: {
    doc: 'The address the backend listens on; 0.0.0.0 for all of the machine, as in a container.',
    env: 'EXPENSA_HOST',
    schema: z.string().min(1).default('127.0.0.1'),
  },
  port: {
    doc: 'The port the backend listens on; 0 takes a free one.',
    env: 'EXPENSA_PORT',
    schema: z.coerce.number('must be a port number').int().min(0).max(65_535).default(8080),
  },
  trustProxy: {
    doc: "true: the backend stands behind a proxy of yours; the caller's address is the last of X-Forwarded-For.",
    env: 'EXPENSA_TRUST_PROXY',
    schema: z.stringbool('must be true or false').default(false),
  },
  registration: {
    doc: 'Who may make an account on the backend: open (anybody), invite (with a code of `expensa invite`), closed.',
    env: 'EXPENSA_REGISTRATION',
    schema: z.enum(['open', 'invite', 'closed'], 'must be open, invite or closed').default('invite'),
  },
  uploadsPerDay: {
    doc: 'New receipts that each user may bring in per day (UTC), since all share one Gemini quota. Default: no limit.',
    env: 'EXPENSA_UPLOADS_PER_DAY',
    schema: positiveInteger.optional(),
  },
  readBy: {
    doc: 'Who reads what was uploaded: worker (processes of `expensa worker`) or lambda (told by the bucket).',
    env: 'EXPENSA_READ_BY',
    schema: z.enum(['worker', 'lambda'], 'must be worker or lambda').default('worker'),
  },
  eventsSecret: {
    doc: 'The secret with which a bucket may send its notifications to /events/s3: as bearer token, or as password in the URL it calls. Without it, that is closed.',
    env: 'EXPENSA_EVENTS_SECRET',
    schema: z.string().min(16, 'must have at least 16 characters').optional(),
  },
  url: {
    doc: 'The backend that commands talk to, e.g. https://expensa.example.com. Default: the one you signed in to last; without one, this machine.',
    env: 'EXPENSA_URL',
    schema: z.url({ protocol: /^https?$/, error: 'must begin with https://' }).optional(),
  },
  token: {
    doc: 'A personal access token, for scripts: used instead of signing in. Needs EXPENSA_URL or a profile.',
    env: 'EXPENSA_TOKEN',
    schema: z.string().min(1).optional(),
  },
  profile: {
    doc: 'Which of several sign-ins to use; `local` is this machine.',
    env: 'EXPENSA_PROFILE',
    schema: z
      .string()
      .regex(/^[\w.-]{1,40}$/, 'must be letters, digits, dots and dashes')
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
  viewer: {
    doc: "The program that shows originals. Default: the system's own.",
    env: 'EXPENSA_VIEWER',
    schema: z.string().min(1).optional(),
  },
  homeCurrency: {
    doc: 'Your currency, e.g. EUR: amounts in others are also shown in it, by the rates that were imported (expensa rates)',
    env: 'EXPENSA_HOME_CURRENCY',
    schema: z.string().refine(isCurrency, 'must be a currency code such as EUR').optional(),
  },
  accounts: {
    doc: 'File that maps categories and payments to accounts for export. Default: expensa.accounts.toml here, if there is one.',
    env: 'EXPENSA_ACCOUNTS',
    schema: z.string().min(1).optional(),
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
  geminiCrossCheck: {
    doc: 'true: laptop and worker also read on their own what Gemini reads, about a second a receipt, and flag amounts and dates of its answer that the text does not show.',
    env: 'EXPENSA_GEMINI_CROSS_CHECK',
    schema: z.stringbool('must be true or false').default(false),
  },
  geminiDollarsPerReceipt: {
    doc: 'What reading a receipt costs on the paid tier in US dollars, for estimates. Default: by prices of November 2026, 0.0017 for gemini-3.5-flash-lite.',
    env: 'EXPENSA_GEMINI_DOLLARS_PER_RECEIPT',
    schema: z.coerce.number('must be a number').nonnegative().optional(),
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

/** The error for a setting that is optional in general and needed here. */
export function unset(name: SettingName): ExpensaError {
  const { env, doc } = settings[name]
  return new ExpensaError('invalid_config', `${env} is not set.`, { hint: `Set it. ${doc}` })
}
