import { afterAll, beforeAll, expect, test } from 'vitest'
import { type GeminiServer, hashOf, startGeminiServer } from './gemini-server.ts'

// A 1×1 PNG.
const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

let server: GeminiServer
beforeAll(async () => {
  server = await startGeminiServer()
})
afterAll(() => server.close())

async function send(body: unknown, { model = 'gemini-3.5-flash-lite', key = server.apiKey } = {}) {
  const response = await fetch(`${server.url}/v1beta/models/${model}:generateContent`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-goog-api-key': key },
    body: JSON.stringify(body),
  })
  const json = (await response.json()) as { error?: { message: string }; candidates?: unknown[] }
  return { status: response.status, message: json.error?.message, candidates: json.candidates?.length }
}

const asking = (parts: unknown[], generationConfig: unknown = {}) => ({
  contents: [{ parts }],
  generationConfig,
})
const page = (mimeType: string, data: string) => ({ inlineData: { mimeType, data } })

test('a documented request is answered by its pages and counted as paid', async () => {
  expect(await send(asking([page('image/png', png), { text: 'read' }]))).toMatchObject({
    status: 200,
    candidates: 1,
  })
  expect(server.paidCalls).toEqual([
    { model: 'gemini-3.5-flash-lite', sha256: hashOf([Buffer.from(png, 'base64')]) },
  ])
})

test.each([
  [
    'a schema with additionalProperties',
    asking([{ text: 'x' }], {
      responseSchema: { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: false },
    }),
    /Unknown name "additionalProperties"/,
  ],
  [
    'a schema with $schema',
    asking([{ text: 'x' }], { responseSchema: { $schema: 'x', type: 'string' } }),
    /Unknown name "\$schema"/,
  ],
  [
    'too long lists',
    asking([{ text: 'x' }], {
      responseSchema: { type: 'array', maxItems: '5000', items: { type: 'string' } },
    }),
    /invalid argument/,
  ],
  ['an unknown setting', asking([{ text: 'x' }], { maxTokens: 5 }), /Unknown name "maxTokens"/],
  ['TIFF', asking([page('image/tiff', png)]), /Unsupported MIME type: image\/tiff/],
  ['another type than the bytes', asking([page('image/jpeg', png)]), /Unable to process input image/],
  ['bytes that are no base64', asking([page('image/png', '§§')]), /Base64 decoding failed/],
  ['no contents', {}, /contents is not specified/],
])('%s is refused', async (_, body, message) => {
  const before = server.calls.length
  expect(await send(body)).toMatchObject({ status: 400, message: expect.stringMatching(message) })
  expect(server.calls).toHaveLength(before)
})

test('another key or model is refused', async () => {
  expect(await send(asking([{ text: 'x' }]), { key: 'other' })).toMatchObject({ status: 400 })
  expect(await send(asking([{ text: 'x' }]), { model: 'gemini-2.5-flash' })).toMatchObject({ status: 404 })
})
