import * as z from 'zod'
import { ExpensaError } from '../core/errors.ts'
import { GeminiFailure } from './gemini-client.ts'
import { judgeFailure } from './gemini-failures.ts'

const errorShape = z.object({
  error: z.object({ message: z.string(), details: z.array(z.unknown()).optional() }),
})
const modelShape = z.object({ supportedGenerationMethods: z.array(z.string()).catch([]) })

/**
 * Whether the service knows the key and lets it use the model, without spending any quota. Throws what a
 * receipt would meet: `extractor_misconfigured`, `extractor_unavailable` or `extraction_timeout`.
 */
export async function checkGeminiModel(options: {
  apiKey: string
  model: string
  baseUrl?: string | undefined
  timeoutMs?: number
}): Promise<void> {
  const { apiKey, model, baseUrl = 'https://generativelanguage.googleapis.com', timeoutMs = 10_000 } = options
  const failure = await ask().catch((thrown: unknown) =>
    thrown instanceof DOMException && thrown.name === 'TimeoutError'
      ? new GeminiFailure('timeout', `No answer within ${timeoutMs} ms`)
      : new GeminiFailure('network', thrown instanceof Error ? thrown.message : String(thrown)),
  )
  if (failure === null) return
  const verdict = judgeFailure(failure, { model, plain: true, unaltered: false, now: new Date() })
  if ('error' in verdict) throw verdict.error
  throw new ExpensaError('quota_exhausted', `Gemini has no requests left for ${model} at the moment.`, {
    retryAt: verdict.until,
  })

  async function ask(): Promise<GeminiFailure | null> {
    const response = await fetch(`${baseUrl}/v1beta/models/${encodeURIComponent(model)}`, {
      headers: { 'x-goog-api-key': apiKey },
      signal: AbortSignal.timeout(timeoutMs),
    })
    const body: unknown = await response.json().catch(() => null)
    if (!response.ok) {
      const { data } = errorShape.safeParse(body)
      const message = (data?.error.message ?? 'no reason given').replaceAll(apiKey, '[key]')
      return new GeminiFailure('status', message, response.status, data?.error.details ?? [])
    }
    const reads = modelShape.safeParse(body).data?.supportedGenerationMethods.includes('generateContent')
    return reads ? null : new GeminiFailure('status', 'the model cannot read documents', 404)
  }
}
