import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkGeminiModel } from '../../src/adapters/gemini-check.ts'
import { type GeminiServer, startGeminiServer } from '../support/gemini-server.ts'

const model = 'gemini-3.5-flash-lite'
let server: GeminiServer
beforeAll(async () => {
  server = await startGeminiServer()
})
afterAll(() => server.close())

test('a good key and model pass without a paid call', async () => {
  await expect(
    checkGeminiModel({ apiKey: server.apiKey, model, baseUrl: server.url }),
  ).resolves.toBeUndefined()
  expect(server.calls).toEqual([])
})

test('a bad key, a retired model and a service that is away are told apart', async () => {
  const { apiKey, url: baseUrl } = server
  await expect(checkGeminiModel({ apiKey: 'AQ.other', model, baseUrl })).rejects.toMatchObject({
    code: 'extractor_misconfigured',
    message: expect.stringMatching(/API key not valid/),
  })
  await expect(checkGeminiModel({ apiKey, model: 'gemini-2.5-flash', baseUrl })).rejects.toMatchObject({
    code: 'extractor_misconfigured',
    message: expect.stringMatching(/no model gemini-2.5-flash/),
  })
  const gone = await startGeminiServer()
  await gone.close()
  await expect(checkGeminiModel({ apiKey, model, baseUrl: gone.url })).rejects.toMatchObject({
    code: 'extractor_unavailable',
  })
})
