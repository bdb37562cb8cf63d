import sharp from 'sharp'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createGeminiExtractor, type GeminiExtractorOptions } from '../../src/adapters/gemini-extractor.ts'
import { createMemoryQuotaLimiter } from '../../src/adapters/memory-quota-limiter.ts'
import { ExpensaError } from '../../src/core/errors.ts'
import { extractionSchema } from '../../src/core/extraction.ts'
import type { Document } from '../../src/core/extractor.ts'
import { nextQuotaDay } from '../../src/core/quota-day.ts'
import * as replies from '../support/gemini-replies.ts'
import { type GeminiCall, type GeminiServer, startGeminiServer } from '../support/gemini-server.ts'

const context = { today: '2026-11-23' }
const first = 'gemini-3.5-flash-lite'
const second = 'gemini-3.1-flash-lite'

let picture: Document
let servers: GeminiServer[] = []

beforeAll(async () => {
  const bytes = await sharp({ create: { width: 40, height: 60, channels: 3, background: '#eeeeee' } })
    .jpeg()
    .toBuffer()
  picture = { bytes, contentType: 'image/jpeg' }
})

afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()))
  servers = []
})

/** A server that gives these replies one after the other, the last one forever, and an extractor that asks it. */
async function scripted(
  script: replies.GeminiReplyScript[] | ((call: GeminiCall) => replies.GeminiReplyScript),
  options: Partial<GeminiExtractorOptions> = {},
) {
  const server = await startGeminiServer({
    answer: (call) => {
      if (typeof script === 'function') return script(call)
      const reply = script[call.number - 1] ?? script.at(-1)
      if (!reply) throw new Error('nothing scripted')
      return reply
    },
  })
  servers.push(server)
  const extractor = createGeminiExtractor({
    apiKey: server.apiKey,
    baseUrl: server.url,
    limiter: createMemoryQuotaLimiter({ perMinute: 1000, perDay: 1000 }),
    prepareImage: async ({ bytes, contentType }) => [{ bytes, mimeType: contentType }],
    backoffMs: 1,
    ...options,
  })
  return { server, read: (document: Document = picture) => extractor.extract(document, context) }
}

async function failureOf(work: Promise<unknown>): Promise<ExpensaError> {
  const outcome = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(outcome instanceof ExpensaError)) throw new Error(`expected a failure, got ${String(outcome)}`)
  return outcome
}

const receipt = { merchant: 'Kedai Kopi', total: '12.00', currency: 'MYR', purchaseDate: '2026-10-25' }

describe('a good answer', () => {
  test('becomes an extraction with the model and the tokens the service reports', async () => {
    const { server, read } = await scripted([replies.answered(receipt, { modelVersion: 'gemini-9-routed' })])
    const answer = await read()
    expect(answer).toMatchObject({
      extractor: 'gemini',
      model: 'gemini-9-routed',
      promptVersion: 'gemini-1',
      tokensIn: 1600,
      tokensOut: 450,
      raw: { finishReason: 'STOP' },
    })
    expect(answer.extraction).toMatchObject(receipt)
    expect(extractionSchema.safeParse(answer.extraction).success).toBe(true)
    expect(server.paidCalls).toHaveLength(1)
  })

  test('was asked for with the picture, a schema, a cap and no sampling parameters', async () => {
    const { server, read } = await scripted([replies.answered(receipt)])
    await read()
    const call = server.calls[0]
    expect(call?.model).toBe(first)
    expect(call?.pages.map(({ bytes }) => Buffer.compare(bytes, picture.bytes))).toEqual([0])
    expect(Object.keys(call?.body.generationConfig ?? {}).sort()).toEqual([
      'maxOutputTokens',
      'responseMimeType',
      'responseSchema',
      'thinkingConfig',
    ])
    expect(call?.body.generationConfig?.thinkingConfig).toEqual({ thinkingLevel: 'minimal' })
  })

  test("leaves out the model's thoughts and accepts one fenced JSON block", async () => {
    const { read, server } = await scripted([
      {
        kind: 'json',
        status: 200,
        body: {
          candidates: [
            {
              content: {
                parts: [
                  { text: 'Let me see…', thought: true },
                  { text: `\`\`\`json\n${JSON.stringify(receipt)}\n\`\`\`` },
                ],
              },
              finishReason: 'STOP',
            },
          ],
        },
      },
    ])
    const answer = await read()
    expect(answer.extraction.merchant).toBe('Kedai Kopi')
    expect(answer.model).toBe(first)
    expect(server.paidCalls).toHaveLength(1)
  })
})

describe('a request the model does not take', () => {
  test('is repeated without thinking level and length limits, and sent so from then on', async () => {
    const { server, read } = await scripted(({ body }) =>
      body.generationConfig?.thinkingConfig ? replies.noThinkingLevel(first) : replies.answered(receipt),
    )
    await read()
    await read()
    expect(server.calls.map(({ body }) => body.generationConfig?.thinkingConfig !== undefined)).toEqual([
      true,
      false,
      false,
    ])
    expect(JSON.stringify(server.calls[1]?.body.generationConfig)).not.toContain('maxItems')
  })

  test.each([
    ['a bad key', replies.badKey],
    ['a key of the old kind', replies.oldKind],
    ['a suspended key', replies.suspendedKey('AQ.test-key-of-the-scripted-server')],
    ['a retired model', replies.noSuchModel(first)],
    [
      'a place where Gemini is not offered',
      replies.refused(400, 'FAILED_PRECONDITION', 'User location is not supported for the API use.'),
    ],
  ])('because of %s is a matter of configuration, asked once, and tells no secret', async (_, reply) => {
    const { server, read } = await scripted([reply])
    const error = await failureOf(read())
    expect(error.code).toBe('extractor_misconfigured')
    expect(error.retryable).toBe(false)
    expect(error.hint).toMatch(/expensa doctor/)
    expect(JSON.stringify([error.message, String(error.cause)])).not.toContain(server.apiKey)
    expect(server.calls).toHaveLength(1)
  })

  test('with the bare sentence, plain as well, is blamed on configuration for pictures and on the file for PDFs', async () => {
    const { server, read } = await scripted([replies.bareRefusal])
    expect((await failureOf(read())).code).toBe('extractor_misconfigured')
    expect(server.calls).toHaveLength(2)
    const pdf: Document = { bytes: Buffer.from('%PDF-1.7\nbroken'), contentType: 'application/pdf' }
    expect((await failureOf(read(pdf))).code).toBe('image_corrupt')
  })

  test('because the picture cannot be decoded fails that receipt only', async () => {
    const { read } = await scripted([replies.answered(receipt)])
    const damaged: Document = { bytes: picture.bytes.subarray(0, 20), contentType: 'image/jpeg' }
    expect(await failureOf(read(damaged))).toMatchObject({
      code: 'image_corrupt',
      hint: expect.stringContaining('upload that file'),
    })
  })
})

describe('quota', () => {
  test('of a minute is waited for when the wait is short', async () => {
    const { server, read } = await scripted([
      replies.outOfQuota({ per: 'minute', model: first, limit: 15, retryDelay: '0.2s' }),
      replies.answered(receipt),
    ])
    expect((await read()).extraction.total).toBe('12.00')
    expect(server.calls).toHaveLength(2)
  })

  test('of a minute parks the receipt when the wait is long', async () => {
    const now = () => new Date('2026-11-23T10:00:00Z')
    const { server, read } = await scripted(
      [replies.outOfQuota({ per: 'minute', model: first, limit: 15, retryDelay: '36.429760048s' })],
      { now, limiter: createMemoryQuotaLimiter({ perMinute: 15, perDay: 500 }, now) },
    )
    const error = await failureOf(read())
    expect(error.code).toBe('quota_exhausted')
    expect(error.retryAt?.toISOString()).toBe('2026-11-23T10:00:36.000Z')
    expect(server.calls).toHaveLength(1)
    // The limiter knows now: the next one does not even ask.
    await failureOf(read())
    expect(server.calls).toHaveLength(1)
  })

  test('without details is taken for that of a minute', async () => {
    const now = () => new Date('2026-11-23T10:00:00Z')
    const { read } = await scripted([replies.outOfQuotaWithoutDetails], {
      now,
      limiter: createMemoryQuotaLimiter({ perMinute: 15, perDay: 500 }, now),
    })
    expect((await failureOf(read())).retryAt?.toISOString()).toBe('2026-11-23T10:01:00.000Z')
  })

  test('of the day falls to the other model, whatever delay the service names', async () => {
    const { server, read } = await scripted(({ model }) =>
      model === first
        ? replies.outOfQuota({ per: 'day', model, limit: 500 })
        : replies.answered(receipt, { modelVersion: second }),
    )
    expect((await read()).model).toBe(second)
    expect((await read()).model).toBe(second)
    expect(server.calls.map(({ model }) => model)).toEqual([first, second, second])
  })

  test.each([
    ['2026-11-23T10:00:00Z', '2026-11-24T08:00:00.000Z'],
    ['2026-07-01T06:59:59Z', '2026-07-01T07:00:00.000Z'],
  ])(
    'of the day on both models at %s parks the receipt until midnight in California',
    async (time, midnight) => {
      const now = () => new Date(time)
      const { read } = await scripted(({ model }) => replies.outOfQuota({ per: 'day', model, limit: 500 }), {
        now,
        limiter: createMemoryQuotaLimiter({ perMinute: 15, perDay: 500 }, now),
      })
      const error = await failureOf(read())
      expect(error).toMatchObject({ code: 'quota_exhausted', retryable: true })
      expect(error.retryAt?.toISOString()).toBe(midnight)
    },
  )

  test('of zero means the project may not use the model: the other one is asked', async () => {
    const { read } = await scripted(({ model }) =>
      model === first
        ? replies.outOfQuota({ per: 'day', model, limit: 0 })
        : replies.answered(receipt, { modelVersion: second }),
    )
    expect((await read()).model).toBe(second)
  })

  test('of zero on every model is a matter of configuration', async () => {
    const { read } = await scripted(({ model }) => replies.outOfQuota({ per: 'day', model, limit: 0 }))
    expect((await failureOf(read())).code).toBe('extractor_misconfigured')
  })

  test('kept by the limiter is never exceeded, not even by repetitions', async () => {
    const now = () => new Date('2026-11-23T10:00:00Z')
    const { server, read } = await scripted([replies.overloaded], {
      now,
      limiter: createMemoryQuotaLimiter({ perMinute: 2, perDay: 500 }, now),
    })
    expect((await failureOf(read())).code).toBe('quota_exhausted')
    expect(server.calls).toHaveLength(2)
  })
})

describe('a service in trouble', () => {
  test.each([
    ['500', replies.broken],
    ['503', replies.overloaded],
    ['504', replies.gatewayTimeout],
    [
      '503 with a web page',
      { kind: 'text', status: 503, body: '<html>Bad</html>', contentType: 'text/html' },
    ],
    [
      '200 with a web page',
      { kind: 'text', status: 200, body: '<html>Hotel WiFi</html>', contentType: 'text/html' },
    ],
    ['a reset', { kind: 'reset' }],
    [
      'a reset in the middle of the body',
      { kind: 'partial', body: { candidates: [] }, share: 0.5, ending: 'reset' },
    ],
  ] satisfies [string, replies.GeminiReplyScript][])('%s is repeated and then reported', async (_, reply) => {
    const passing = await scripted([reply, reply, replies.answered(receipt)])
    expect((await passing.read()).extraction.total).toBe('12.00')
    const lasting = await scripted([reply])
    const error = await failureOf(lasting.read())
    expect(error).toMatchObject({ code: 'extractor_unavailable', retryable: true })
    expect(lasting.server.calls).toHaveLength(3)
  })

  test('nobody there is reported as such', async () => {
    const { server, read } = await scripted([replies.broken])
    await server.close()
    servers = []
    expect((await failureOf(read())).code).toBe('extractor_unavailable')
  })

  test.each([
    ['before the answer', { kind: 'silence' }],
    ['within the answer', { kind: 'partial', body: { candidates: [] }, share: 0.5, ending: 'silence' }],
  ] satisfies [string, replies.GeminiReplyScript][])(
    'silence %s ends with the time limit',
    async (_, reply) => {
      const { read } = await scripted([reply], { timeoutMs: 80 })
      expect(await failureOf(read())).toMatchObject({ code: 'extraction_timeout', retryable: true })
    },
  )

  test('an interruption ends the request', async () => {
    const { server } = await scripted([{ kind: 'silence' }])
    const stop = new AbortController()
    const extractor = createGeminiExtractor({
      apiKey: server.apiKey,
      baseUrl: server.url,
      limiter: createMemoryQuotaLimiter({ perMinute: 15, perDay: 500 }),
      prepareImage: async ({ bytes, contentType }) => [{ bytes, mimeType: contentType }],
    })
    const reading = failureOf(extractor.extract(picture, { ...context, signal: stop.signal }))
    while (server.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    stop.abort()
    expect((await reading).code).toBe('interrupted')
  })
})

describe('a spoilt answer', () => {
  const json = JSON.stringify(receipt)
  test.each([
    ['truncated JSON', replies.finished('STOP', json.slice(0, 30))],
    ['prose', replies.finished('STOP', 'I am sorry, I cannot see any receipt here.')],
    [
      'prose around fences',
      replies.finished('STOP', `Here you are:\n\`\`\`json\n${json}\n\`\`\`\nAnything else?`),
    ],
    ['a list', replies.finished('STOP', '[]')],
    ['an object of other fields', replies.finished('STOP', '{"result":"ok"}')],
    ['nothing', replies.finished('STOP', '')],
    ['no candidates', { kind: 'json', status: 200, body: { usageMetadata: { promptTokenCount: 5 } } }],
    ['an unknown end', replies.finished('OTHER', json)],
    ['an answer cut by its length', replies.finished('MAX_TOKENS', json)],
  ] satisfies [string, replies.GeminiReplyScript][])(
    '(%s) is asked for once more, without feeding it back',
    async (_, reply) => {
      const passing = await scripted([reply, replies.answered(receipt)])
      expect((await passing.read()).extraction.total).toBe('12.00')
      const [one, other] = passing.server.calls
      expect(other?.body.contents).toEqual(one?.body.contents)

      const lasting = await scripted([reply])
      expect(await failureOf(lasting.read())).toMatchObject({ code: 'extraction_invalid', retryable: false })
      expect(lasting.server.calls).toHaveLength(2)
    },
  )

  test('that was cut by its length gets more room the second time; the tokens of both are counted', async () => {
    const { server, read } = await scripted([
      replies.finished('MAX_TOKENS', '{"items":['),
      replies.answered(receipt),
    ])
    const answer = await read()
    const [one, other] = server.calls.map(({ body }) => body.generationConfig?.maxOutputTokens ?? 0)
    expect(other).toBeGreaterThan(one ?? Number.POSITIVE_INFINITY)
    expect(answer.tokensIn).toBe(3200)
  })

  test.each(['SAFETY', 'RECITATION', 'SPII', 'BLOCKLIST', 'PROHIBITED_CONTENT'])(
    '%s is a refusal',
    async (reason) => {
      const { server, read } = await scripted([replies.finished(reason, json)])
      const error = await failureOf(read())
      expect(error).toMatchObject({ code: 'extraction_refused', retryable: false })
      expect(error.message).toContain(reason)
      expect(server.calls).toHaveLength(1)
    },
  )

  test('a picture blocked before it was read is a refusal', async () => {
    const { read } = await scripted([replies.blocked('PROHIBITED_CONTENT')])
    expect((await failureOf(read())).code).toBe('extraction_refused')
  })
})

test('midnight in California is right on the days its clocks change', () => {
  const next = (time: string) => nextQuotaDay(new Date(time)).toISOString()
  expect(next('2026-03-08T07:59:59Z')).toBe('2026-03-08T08:00:00.000Z')
  expect(next('2026-03-08T08:00:00Z')).toBe('2026-03-09T07:00:00.000Z')
  expect(next('2026-11-01T06:59:59Z')).toBe('2026-11-01T07:00:00.000Z')
  expect(next('2026-11-01T07:00:00Z')).toBe('2026-11-02T08:00:00.000Z')
  expect(next('2026-12-31T23:00:00Z')).toBe('2027-01-01T08:00:00.000Z')
})
