import {
  type GenerationConfig,
  GoogleGenerativeAI,
  GoogleGenerativeAIFetchError,
  type ResponseSchema,
} from '@google/generative-ai'
import * as z from 'zod'
import { systemInstruction, type WireSchema, wireSchema, withoutLengthLimits } from './gemini-request.ts'

// The only file that knows the client library: its successor replaces this file and nothing else.

/** One page as the service takes it. */
export interface PreparedPage {
  bytes: Uint8Array
  mimeType: string
}

export interface GeminiRequest {
  model: string
  instruction: string
  pages: readonly PreparedPage[]
  maxOutputTokens: number
  /** Leaves out what some models refuse: the thinking level and length limits. */
  plain: boolean
}

/** What came back with status 200, whatever it is worth. */
export interface GeminiReply {
  /** All text of the first candidate, without the model's thoughts. */
  text: string
  finishReason: string | null
  /** Why the service refused the picture before any model saw it. */
  blockReason: string | null
  modelVersion: string | null
  tokensIn: number
  /** Including thoughts: they are paid for. */
  tokensOut: number
}

export type GeminiFailureKind = 'status' | 'timeout' | 'network'

/** A call without a usable reply. `message` never contains the key. */
export class GeminiFailure extends Error {
  readonly kind: GeminiFailureKind
  /** HTTP status, for kind `status`. */
  readonly status: number | null
  /** `error.details` of the service's error body. */
  readonly details: readonly unknown[]

  constructor(
    kind: GeminiFailureKind,
    message: string,
    status: number | null = null,
    details: readonly unknown[] = [],
  ) {
    super(message)
    this.name = 'GeminiFailure'
    this.kind = kind
    this.status = status
    this.details = details
  }
}

const count = z.number().int().nonnegative().catch(0)
const responseShape = z.object({
  candidates: z
    .array(
      z.object({
        content: z
          .object({
            parts: z
              .array(
                z.object({
                  text: z.string().optional().catch(''),
                  thought: z.boolean().optional().catch(true),
                }),
              )
              .catch([]),
          })
          .catch({ parts: [] }),
        finishReason: z.string().nullable().catch(null),
      }),
    )
    .catch([]),
  promptFeedback: z.object({ blockReason: z.string().nullable().catch(null) }).catch({ blockReason: null }),
  usageMetadata: z
    .object({ promptTokenCount: count, candidatesTokenCount: count, thoughtsTokenCount: count })
    .catch({ promptTokenCount: 0, candidatesTokenCount: 0, thoughtsTokenCount: 0 }),
  modelVersion: z.string().max(200).nullable().catch(null),
})

export interface GeminiClient {
  /**
   * One HTTP request, never repeated. Throws `GeminiFailure`; when `signal` aborts, its reason.
   */
  generate(request: GeminiRequest, timeoutMs: number, signal?: AbortSignal): Promise<GeminiReply>
}

export function createGeminiClient(apiKey: string, baseUrl?: string): GeminiClient {
  const service = new GoogleGenerativeAI(apiKey)

  return {
    async generate(request, timeoutMs, signal) {
      // The library does not notice a signal that has already fired, and never clears the timer of its own
      // timeout option, which then holds the process open.
      signal?.throwIfAborted()
      const stop = new AbortController()
      let timedOut = false
      const timer = setTimeout(() => {
        timedOut = true
        stop.abort()
      }, timeoutMs)
      const interrupt = () => stop.abort()
      signal?.addEventListener('abort', interrupt, { once: true })
      try {
        const model = service.getGenerativeModel(
          { model: request.model },
          baseUrl === undefined ? {} : { baseUrl },
        )
        const { response } = await model.generateContent(
          {
            systemInstruction: { role: 'system', parts: [{ text: systemInstruction }] },
            contents: [
              {
                role: 'user',
                parts: [
                  ...request.pages.map(({ bytes, mimeType }) => ({
                    inlineData: { mimeType, data: Buffer.from(bytes).toString('base64') },
                  })),
                  { text: request.instruction },
                ],
              },
            ],
            generationConfig: generationConfig(request),
          },
          { signal: stop.signal },
        )
        return readReply(response)
      } catch (thrown) {
        signal?.throwIfAborted()
        if (timedOut) throw new GeminiFailure('timeout', `No answer within ${timeoutMs} ms`)
        throw failureFrom(thrown, apiKey)
      } finally {
        clearTimeout(timer)
        signal?.removeEventListener('abort', interrupt)
      }
    },
  }
}

// The library passes the configuration through unchanged; its types are older than some of the fields.
function generationConfig({ plain, maxOutputTokens }: GeminiRequest): GenerationConfig {
  const schema: WireSchema = plain ? withoutLengthLimits(wireSchema) : wireSchema
  return {
    responseMimeType: 'application/json',
    responseSchema: schema as unknown as ResponseSchema,
    maxOutputTokens,
    ...(plain ? {} : { thinkingConfig: { thinkingLevel: 'minimal' } }),
  }
}

function readReply(response: unknown): GeminiReply {
  const parsed = responseShape.safeParse(response)
  if (!parsed.success) throw new GeminiFailure('network', 'The answer is not in the documented form')
  const { candidates, promptFeedback, usageMetadata, modelVersion } = parsed.data
  const parts = candidates[0]?.content.parts ?? []
  return {
    text: parts.map(({ text, thought }) => (thought ? '' : (text ?? ''))).join(''),
    finishReason: candidates[0]?.finishReason ?? null,
    blockReason: promptFeedback.blockReason,
    modelVersion,
    tokensIn: usageMetadata.promptTokenCount,
    tokensOut: usageMetadata.candidatesTokenCount + usageMetadata.thoughtsTokenCount,
  }
}

// A body that is not JSON, is cut off, or a connection that breaks: all mean that nobody answered properly.
function failureFrom(thrown: unknown, apiKey: string): GeminiFailure {
  if (thrown instanceof GeminiFailure) return thrown
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  // Some refusals of the service repeat the key.
  const safe = message.replaceAll(apiKey, '[key]').slice(0, 2000)
  if (!(thrown instanceof GoogleGenerativeAIFetchError)) return new GeminiFailure('network', safe)
  return new GeminiFailure('status', safe, thrown.status ?? null, thrown.errorDetails ?? [])
}
