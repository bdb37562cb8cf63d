import { setTimeout as pause } from 'node:timers/promises'
import { ExpensaError } from '../core/errors.ts'
import type { Extraction } from '../core/extraction.ts'
import type { Document, ExtractionContext, Extractor } from '../core/extractor.ts'
import type { QuotaLimiter, QuotaScope } from '../core/quota-limiter.ts'
import { parseAnswer } from './gemini-answer.ts'
import { createGeminiClient, GeminiFailure, type GeminiReply, type PreparedPage } from './gemini-client.ts'
import { judgeFailure } from './gemini-failures.ts'
import { promptVersion, userInstruction } from './gemini-request.ts'

export const defaultGeminiModel = 'gemini-3.5-flash-lite'
/** Has a quota of its own, so it can go on when the first model's day is used up. */
export const defaultGeminiFallbackModel = 'gemini-3.1-flash-lite'

export interface GeminiExtractorOptions {
  apiKey: string
  model?: string
  /** Asked when the model's daily quota is used up; null for none. */
  fallbackModel?: string | null
  /** Without a path, e.g. `https://generativelanguage.googleapis.com`. */
  baseUrl?: string
  /** For one request, from sending to the last byte of the answer. */
  timeoutMs?: number
  /** How long one extraction may wait for its turn altogether; beyond that it throws `quota_exhausted`. */
  maxWaitMs?: number
  /** Mean delay before the first repetition of a request that failed; doubles each time. */
  backoffMs?: number
  limiter: QuotaLimiter
  /** Turns a document into pages of a type and size that Gemini takes, without what a camera noted. */
  prepareImage: (document: Document) => Promise<PreparedPage[]>
  now?: () => Date
}

const outagesBearable = 2
const usualOutputTokens = 8192

// The service's own reasons for not answering; asking again gives the same.
const refusals = new Set([
  'SAFETY',
  'RECITATION',
  'SPII',
  'BLOCKLIST',
  'PROHIBITED_CONTENT',
  'IMAGE_SAFETY',
  'LANGUAGE',
])

/** One model's answer, or why the other model should be asked. */
type Asked =
  | { extraction: Extraction; reply: GeminiReply; tokensIn: number; tokensOut: number }
  | { unusable: ExpensaError }

/** Reads documents with Gemini. Each of its requests is reserved with the limiter first. */
export function createGeminiExtractor(options: GeminiExtractorOptions): Extractor {
  const { model = defaultGeminiModel, fallbackModel = defaultGeminiFallbackModel, limiter } = options
  const { timeoutMs = 60_000, maxWaitMs = 20_000, backoffMs = 1000, now = () => new Date() } = options
  const client = createGeminiClient(options.apiKey, options.baseUrl)
  const models = [...new Set(fallbackModel === null ? [model] : [model, fallbackModel])]
  /** Models that refused the full request once; asking plainly at once saves a request each time. */
  const plainModels = new Set<string>()

  /** Waits for the model's turn. Returns how long that took, or why there is none today. */
  async function takeTurn(
    asked: string,
    patienceMs: number,
    signal?: AbortSignal,
  ): Promise<number | ExpensaError> {
    const reservation = await limiter.reserve(asked, patienceMs)
    if (reservation.granted) {
      await pause(reservation.waitMs, undefined, { signal })
      return reservation.waitMs
    }
    const error = quotaExhausted(asked, reservation.scope, reservation.retryAt)
    if (reservation.scope === 'day') return error
    throw error
  }

  async function ask(
    asked: string,
    pages: readonly PreparedPage[],
    context: ExtractionContext,
  ): Promise<Asked> {
    let plain = plainModels.has(asked)
    let patienceMs = maxWaitMs
    let outages = 0
    let spoilt = 0
    let tokensIn = 0
    let tokensOut = 0

    for (;;) {
      const waited = await takeTurn(asked, patienceMs, context.signal)
      if (waited instanceof ExpensaError) return { unusable: waited }
      patienceMs -= waited

      let reply: GeminiReply
      try {
        reply = await client.generate(
          {
            model: asked,
            instruction: userInstruction(context),
            pages,
            // A very long receipt may need more; a model caught in a loop would use up any allowance.
            maxOutputTokens: usualOutputTokens * (1 + spoilt),
            plain,
          },
          timeoutMs,
          context.signal,
        )
      } catch (thrown) {
        if (!(thrown instanceof GeminiFailure)) throw thrown
        const unaltered = pages.some(({ mimeType }) => mimeType === 'application/pdf')
        const verdict = judgeFailure(thrown, { model: asked, plain, unaltered, now: now() })
        switch (verdict.next) {
          case 'give_up':
            throw verdict.error
          case 'ask_plainly':
            plain = true
            continue
          case 'repeat':
            if (outages === outagesBearable) throw verdict.error
            // Random, so that workers that failed together do not return together.
            await pause(backoffMs * 2 ** outages * (0.5 + Math.random()), undefined, {
              signal: context.signal,
            })
            outages += 1
            continue
          case 'other_model':
            return { unusable: verdict.error }
          case 'wait':
            await limiter.refused(asked, verdict.until, verdict.scope)
            if (verdict.scope === 'day')
              return { unusable: quotaExhausted(asked, verdict.scope, verdict.until) }
            continue
        }
      }

      if (plain) plainModels.add(asked)
      tokensIn += reply.tokensIn
      tokensOut += reply.tokensOut
      const reason = reply.blockReason ?? reply.finishReason
      if (reply.blockReason !== null || refusals.has(reply.finishReason ?? '')) {
        throw new ExpensaError(
          'extraction_refused',
          `Gemini refused to read this document (${printable(reason)}).`,
          {
            hint: 'Where receipts are read on your own machine, `expensa retry` without GEMINI_API_KEY reads it there.',
          },
        )
      }
      const extraction = reply.finishReason === 'STOP' ? parseAnswer(reply.text) : null
      if (extraction !== null) return { extraction, reply, tokensIn, tokensOut }
      // Asked afresh, without the spoilt answer: fed back, it would only grow.
      if (spoilt === 1) {
        throw new ExpensaError(
          'extraction_invalid',
          reply.finishReason === 'MAX_TOKENS'
            ? 'Gemini did not come to an end with this document, twice.'
            : `Gemini gave no usable answer for this document, twice (${printable(reason)}).`,
          { hint: 'Try again later with `expensa retry`, or with another model (EXPENSA_GEMINI_MODEL).' },
        )
      }
      spoilt += 1
    }
  }

  return {
    async extract(document, context) {
      const pages = await options.prepareImage(document)
      const startedAt = performance.now()
      const unusable: ExpensaError[] = []
      for (const asked of models) {
        const answer = await ask(asked, pages, context).catch((thrown: unknown) => {
          if (!context.signal?.aborted) throw thrown
          throw new ExpensaError('interrupted', 'Reading with Gemini was interrupted.', { cause: thrown })
        })
        if ('unusable' in answer) {
          unusable.push(answer.unusable)
          continue
        }
        return {
          extraction: answer.extraction,
          extractor: 'gemini',
          model: answer.reply.modelVersion ?? asked,
          promptVersion,
          raw: { finishReason: answer.reply.finishReason, text: answer.reply.text },
          tokensIn: answer.tokensIn,
          tokensOut: answer.tokensOut,
          durationMs: Math.round(performance.now() - startedAt),
        }
      }
      // Waiting helps if any of them gets a new day; otherwise somebody must act.
      throw (
        unusable.find(({ code }) => code === 'quota_exhausted') ??
        unusable[0] ??
        new ExpensaError('internal', 'No Gemini model to ask')
      )
    },
    async close() {},
  }
}

function quotaExhausted(model: string, scope: QuotaScope, retryAt: Date): ExpensaError {
  const what = scope === 'day' ? 'daily requests' : 'requests for this minute'
  return new ExpensaError('quota_exhausted', `The ${what} to ${model} are used up.`, {
    retryAt,
    hint: `Reading goes on by itself after ${retryAt.toISOString()}.`,
  })
}

/** The service's reasons are capitals; anything else does not belong in a message. */
function printable(reason: string | null): string {
  return reason !== null && /^[A-Z_]{1,40}$/.test(reason) ? reason : 'no reason given'
}
