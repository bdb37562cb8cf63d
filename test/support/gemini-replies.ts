import type { Extraction } from '../../src/core/extraction.ts'

/** What the scripted server does with one request. */
export type GeminiReplyScript = { delayMs?: number } & (
  | { kind: 'json'; status: number; body: unknown }
  /** Any bytes as the body, e.g. a proxy's HTML page. */
  | { kind: 'text'; status: number; body: string; contentType: string }
  /** Announces the whole body, sends this share of it, then closes the connection or falls silent. */
  | { kind: 'partial'; body: unknown; share: number; ending: 'reset' | 'silence' }
  /** Ends the connection without an answer. */
  | { kind: 'reset' }
  /** Takes the request and never answers. */
  | { kind: 'silence' }
)

/** The fields of an answer as a model writes them; what is left out is null. */
export type WireAnswer = Partial<Record<Exclude<keyof Extraction, 'text'>, unknown>>

const emptyAnswer: Required<WireAnswer> = {
  documentType: 'receipt',
  merchant: null,
  merchantAddress: null,
  merchantPhone: null,
  merchantTaxId: null,
  receiptNumber: null,
  purchaseDate: null,
  purchaseDateAlternative: null,
  purchaseTime: null,
  currency: null,
  items: [],
  subtotal: null,
  discountTotal: null,
  serviceCharge: null,
  taxLines: [],
  taxTotal: null,
  taxIncluded: null,
  tip: null,
  rounding: null,
  total: null,
  cashGiven: null,
  changeGiven: null,
  payments: [],
  category: null,
  notes: [],
  confidence: {},
}

/** 200 with this answer, the way a model with structured output gives it. */
export function answered(answer: WireAnswer, options: { modelVersion?: string } = {}): GeminiReplyScript {
  return finished('STOP', JSON.stringify({ ...emptyAnswer, ...answer }), options)
}

/** 200 with any text and finish reason. */
export function finished(
  finishReason: string,
  text: string,
  { modelVersion = 'gemini-3.5-flash-lite' }: { modelVersion?: string } = {},
): GeminiReplyScript {
  return {
    kind: 'json',
    status: 200,
    body: {
      candidates: [
        { content: { parts: text === '' ? [] : [{ text }], role: 'model' }, finishReason, index: 0 },
      ],
      usageMetadata: {
        promptTokenCount: 1600,
        candidatesTokenCount: 420,
        thoughtsTokenCount: 30,
        totalTokenCount: 2050,
      },
      modelVersion,
      responseId: 'bm90IGEgcmVhbCBpZA',
    },
  }
}

/** 200, but the picture was refused before any model saw it. */
export function blocked(blockReason: string): GeminiReplyScript {
  return {
    kind: 'json',
    status: 200,
    body: {
      promptFeedback: { blockReason },
      usageMetadata: { promptTokenCount: 1600, totalTokenCount: 1600 },
      modelVersion: 'gemini-3.5-flash-lite',
    },
  }
}

/** An error in Google's form. */
export function refused(
  status: number,
  code: string,
  message: string,
  details?: readonly unknown[],
): GeminiReplyScript {
  return {
    kind: 'json',
    status,
    body: { error: { code: status, message, status: code, ...(details ? { details } : {}) } },
  }
}

export const badKey = refused(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.', [
  {
    '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
    reason: 'API_KEY_INVALID',
    domain: 'googleapis.com',
    metadata: { service: 'generativelanguage.googleapis.com' },
  },
  {
    '@type': 'type.googleapis.com/google.rpc.LocalizedMessage',
    locale: 'en-US',
    message: 'API key not valid. Please pass a valid API key.',
  },
])

export const oldKind = refused(
  401,
  'UNAUTHENTICATED',
  'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
  [
    {
      '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
      reason: 'ACCESS_TOKEN_TYPE_UNSUPPORTED',
      metadata: { service: 'generativelanguage.googleapis.com' },
    },
  ],
)

/** Real refusals repeat the key. */
export const suspendedKey = (key: string) =>
  refused(403, 'PERMISSION_DENIED', `Permission denied: Consumer 'api_key:${key}' has been suspended.`)

export const noSuchModel = (model: string) =>
  refused(
    404,
    'NOT_FOUND',
    `models/${model} is not found for API version v1beta, or is not supported for generateContent. Call ListModels to see the list of available models and their supported methods.`,
  )

export const bareRefusal = refused(400, 'INVALID_ARGUMENT', 'Request contains an invalid argument.')

export const noThinkingLevel = (model: string) =>
  refused(
    400,
    'INVALID_ARGUMENT',
    `Thinking level MINIMAL is not supported for this model (${model}). Please retry with other thinking level.`,
  )

export const overloaded = refused(
  503,
  'UNAVAILABLE',
  'This model is currently experiencing high demand. Spikes in demand are usually temporary. Please try again later.',
)

export const broken = refused(
  500,
  'INTERNAL',
  'An internal error has occurred. Please retry or report in https://developers.generativeai.google/guide/troubleshooting',
)

export const gatewayTimeout = refused(
  504,
  'DEADLINE_EXCEEDED',
  'Deadline expired before operation could complete.',
)

/** 429 as the free tier gives it; a refusal for the day carries a short delay all the same. */
export function outOfQuota(options: {
  per: 'minute' | 'day'
  model: string
  limit: number
  /** A protobuf duration; null leaves the delay out. */
  retryDelay?: string | null
}): GeminiReplyScript {
  const { per, model, limit, retryDelay = '36.429760048s' } = options
  const metric = 'generativelanguage.googleapis.com/generate_content_free_tier_requests'
  return refused(
    429,
    'RESOURCE_EXHAUSTED',
    'You exceeded your current quota, please check your plan and billing details. For more information on this error, ' +
      'head to: https://ai.google.dev/gemini-api/docs/rate-limits. \n' +
      `* Quota exceeded for metric: ${metric}, limit: ${limit}, model: ${model}\n` +
      (retryDelay === null ? '' : `Please retry in ${retryDelay}.`),
    [
      {
        '@type': 'type.googleapis.com/google.rpc.Help',
        links: [
          {
            description: 'Learn more about Gemini API quotas',
            url: 'https://ai.google.dev/gemini-api/docs/rate-limits',
          },
        ],
      },
      {
        '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
        violations: [
          {
            quotaMetric: metric,
            quotaId: `GenerateRequestsPer${per === 'day' ? 'Day' : 'Minute'}PerProjectPerModel-FreeTier`,
            quotaDimensions: { location: 'global', model },
            quotaValue: String(limit),
          },
        ],
      },
      ...(retryDelay === null
        ? []
        : [
            {
              '@type': 'type.googleapis.com/google.rpc.RetryInfo',
              retryDelay: retryDelay.replace(/\..*s$/, 's'),
            },
          ]),
    ],
  )
}

/** The short form that comes now and then, without any detail. */
export const outOfQuotaWithoutDetails = refused(
  429,
  'RESOURCE_EXHAUSTED',
  'Resource has been exhausted (e.g. check quota).',
)

export function delayed(delayMs: number, script: GeminiReplyScript): GeminiReplyScript {
  return { ...script, delayMs }
}
