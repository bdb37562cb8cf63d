import * as z from 'zod'
import { ExpensaError } from '../core/errors.ts'
import { nextQuotaDay } from '../core/quota-day.ts'
import type { QuotaScope } from '../core/quota-limiter.ts'
import type { GeminiFailure } from './gemini-client.ts'

/** What to do about a failed call. */
export type Verdict =
  /** The model may refuse the shape of the request: ask once more, with the plain one. */
  | { next: 'ask_plainly'; error: ExpensaError }
  /** May pass within seconds. */
  | { next: 'repeat'; error: ExpensaError }
  /** The model's quota is used up until then. */
  | { next: 'wait'; scope: QuotaScope; until: Date }
  /** This project has no quota at all for the model. */
  | { next: 'other_model'; error: ExpensaError }
  | { next: 'give_up'; error: ExpensaError }

const unableToRead =
  /process input image|image is not valid|document has no pages|unsupported mime|could not be (?:decoded|processed)/i
const bareRefusal = /request contains an invalid argument/i
const refusedShape = /thinking|too many states|maxItems|schema/i
const modelHint =
  'Choose another model with EXPENSA_GEMINI_MODEL; `expensa doctor` tells whether the key may use it.'
const keyHint =
  'Check GEMINI_API_KEY: create a key at https://aistudio.google.com/apikey, then run `expensa doctor`.'

/** Judges a failed call. `unaltered` says whether the document went out as it came in (a PDF). */
export function judgeFailure(
  failure: GeminiFailure,
  { model, plain, unaltered, now }: { model: string; plain: boolean; unaltered: boolean; now: Date },
): Verdict {
  const because = (
    code: ConstructorParameters<typeof ExpensaError>[0],
    message: string,
    hint?: string,
  ): ExpensaError => new ExpensaError(code, message, { cause: failure, ...(hint ? { hint } : {}) })

  if (failure.kind === 'timeout') {
    return {
      next: 'give_up',
      error: because(
        'extraction_timeout',
        `Gemini did not answer in time: ${failure.message}.`,
        'It is tried again.',
      ),
    }
  }
  if (failure.kind === 'network') {
    return {
      next: 'repeat',
      error: because('extractor_unavailable', 'Gemini could not be reached: the connection failed or broke.'),
    }
  }
  const said = serviceSentence(failure.message)
  switch (failure.status) {
    case 400:
      if (unableToRead.test(failure.message)) {
        return {
          next: 'give_up',
          error: because(
            'image_corrupt',
            `Gemini cannot read this file: ${said}`,
            'Open it in a viewer to see what is left; take or copy the picture again and upload that file.',
          ),
        }
      }
      if (!plain && (bareRefusal.test(failure.message) || refusedShape.test(failure.message))) {
        return {
          next: 'ask_plainly',
          error: because('extractor_misconfigured', `Gemini refused the request: ${said}`),
        }
      }
      // The service says the same bare sentence for a damaged or protected PDF.
      if (unaltered && bareRefusal.test(failure.message)) {
        return {
          next: 'give_up',
          error: because(
            'image_corrupt',
            'Gemini refused this PDF: it is probably damaged or protected.',
            'Open it, print it to a new PDF, and upload that.',
          ),
        }
      }
      return {
        next: 'give_up',
        error: because('extractor_misconfigured', `Gemini refused the request: ${said}`, keyHint),
      }
    case 401:
    case 403:
      return {
        next: 'give_up',
        error: because('extractor_misconfigured', `Gemini does not accept the key: ${said}`, keyHint),
      }
    case 404:
      return {
        next: 'give_up',
        error: because('extractor_misconfigured', `Gemini has no model ${model}: ${said}`, modelHint),
      }
    case 413:
      return {
        next: 'give_up',
        error: because(
          'file_too_large',
          `Too large for Gemini: ${said}`,
          'Save it with fewer pixels or pages, and upload that file.',
        ),
      }
    case 429:
      return judgeQuota(failure, model, now, because)
    default:
      if (failure.status !== null && failure.status >= 500) {
        return {
          next: 'repeat',
          error: because(
            'extractor_unavailable',
            `Gemini is overloaded or down (HTTP ${failure.status}): ${said}`,
          ),
        }
      }
      return {
        next: 'give_up',
        error: because(
          'extractor_misconfigured',
          `Gemini answered with HTTP ${failure.status}: ${said}`,
          keyHint,
        ),
      }
  }
}

const violationsShape = z.array(
  z.object({ quotaId: z.string().catch(''), quotaValue: z.string().optional().catch(undefined) }),
)
const detailShape = z.object({
  '@type': z.string(),
  violations: violationsShape.optional().catch(undefined),
  retryDelay: z.string().optional().catch(undefined),
})

/** When the service names no delay. */
const usualDelayMs = 60_000
/** Even where it names none at all, so that nobody asks in a circle. */
const leastDelayMs = 1000

function judgeQuota(
  failure: GeminiFailure,
  model: string,
  now: Date,
  because: (code: 'extractor_misconfigured', message: string, hint: string) => ExpensaError,
): Verdict {
  const details = failure.details.flatMap((detail) => {
    const parsed = detailShape.safeParse(detail)
    return parsed.success ? [parsed.data] : []
  })
  const violations = details.flatMap(({ violations }) => violations ?? [])
  if (
    violations.some(({ quotaValue }) => quotaValue === '0') ||
    /limit: 0(?![\d.,])/.test(serviceSentence(failure.message))
  ) {
    return {
      next: 'other_model',
      error: because(
        'extractor_misconfigured',
        `The project of this Gemini key has no quota for the model ${model}.`,
        modelHint,
      ),
    }
  }
  // A refusal for the day carries a short delay too; it is not to be believed.
  if (violations.some(({ quotaId }) => /per_?day/i.test(quotaId))) {
    return { next: 'wait', scope: 'day', until: nextQuotaDay(now) }
  }
  const delay =
    details.find(({ retryDelay }) => retryDelay)?.retryDelay ??
    /retry in (\d+(?:\.\d+)?s)/i.exec(failure.message)?.[1]
  const seconds = /^(\d+(?:\.\d+)?)s$/.exec(delay ?? '')?.[1]
  const delayMs =
    seconds === undefined ? usualDelayMs : Math.max(leastDelayMs, Math.ceil(Number(seconds) * 1000))
  return { next: 'wait', scope: 'minute', until: new Date(now.getTime() + delayMs) }
}

/** What the service itself said, without the library's preamble and the details, on one line. */
function serviceSentence(message: string): string {
  const body = /\[\d{3} [^\]]*\] ([\s\S]*)$/.exec(message)?.[1] ?? message
  return (body.split(' [{')[0] ?? body)
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 300)
}
