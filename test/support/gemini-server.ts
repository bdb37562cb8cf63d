import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answered, badKey, type GeminiReplyScript, noSuchModel, refused } from './gemini-replies.ts'
import { checkRequest, type GenerateBody } from './gemini-wire.ts'

/** One valid `generateContent` request as the server saw it. */
export interface GeminiCall {
  model: string
  body: GenerateBody
  /** The pages that were sent, decoded. */
  pages: { mimeType: string; bytes: Buffer; sha256: string }[]
  /** All of the call's pages together: what the default answer depends on. */
  sha256: string
  /** Counting from 1, over all calls. */
  number: number
  /** Counting from 1, over the calls with the same pages. */
  attempt: number
  /** When the whole request had arrived; milliseconds since the epoch. */
  at: number
}

export interface GeminiServer {
  /** For the extractor's `baseUrl`. */
  url: string
  apiKey: string
  /** Every valid request, whatever it was answered. */
  calls: GeminiCall[]
  /** Valid requests that were answered with status 200: what Google would charge for. */
  paidCalls: { model: string; sha256: string }[]
  close(): Promise<void>
}

export interface GeminiServerOptions {
  /** Decides on each valid request; by default `answerFor` its pages. */
  answer?: (call: GeminiCall) => GeminiReplyScript | Promise<GeminiReplyScript>
  apiKey?: string
  models?: readonly string[]
}

/**
 * Speaks Gemini's documented wire format on loopback: `POST /v1beta/models/{model}:generateContent` and
 * `GET /v1beta/models/{model}`. Requests are checked as strictly as the service does and refused with its
 * own words. Give `answer` to script anything else.
 */
export async function startGeminiServer(options: GeminiServerOptions = {}): Promise<GeminiServer> {
  const {
    answer = (call: GeminiCall) => answerFor(call.sha256, call.model),
    apiKey = 'AQ.test-key-of-the-scripted-server',
    models = ['gemini-3.5-flash-lite', 'gemini-3.1-flash-lite'],
  } = options
  const calls: GeminiCall[] = []
  const paidCalls: GeminiServer['paidCalls'] = []

  async function decide(request: IncomingMessage, bodyText: string): Promise<GeminiReplyScript> {
    const path = /^\/v1beta\/models\/([\w.-]+)(:generateContent)?$/.exec(request.url ?? '')
    if (!path?.[1]) return refused(404, 'NOT_FOUND', 'Requested entity was not found.')
    if (request.headers['x-goog-api-key'] !== apiKey) return badKey
    if (!models.includes(path[1])) return noSuchModel(path[1])
    if (request.method === 'GET' && !path[2]) {
      return {
        kind: 'json',
        status: 200,
        body: { name: `models/${path[1]}`, supportedGenerationMethods: ['generateContent'] },
      }
    }
    if (request.method !== 'POST' || !path[2]) return refused(404, 'NOT_FOUND', 'Not found.')
    let json: unknown
    try {
      json = JSON.parse(bodyText)
    } catch {
      return refused(400, 'INVALID_ARGUMENT', 'Invalid JSON payload received. Unexpected token.')
    }
    const checked = await checkRequest(json)
    if ('problem' in checked) return refused(400, 'INVALID_ARGUMENT', checked.problem)
    const pages = checked.pages.map((page) => ({ ...page, sha256: hashOf([page.bytes]) }))
    const sha256 = hashOf(pages.map(({ bytes }) => bytes))
    const call: GeminiCall = {
      model: path[1],
      body: checked.body,
      pages,
      sha256,
      number: calls.length + 1,
      attempt: calls.filter((earlier) => earlier.sha256 === sha256).length + 1,
      at: Date.now(),
    }
    calls.push(call)
    const script = await answer(call)
    if (script.kind === 'partial' || ('status' in script && script.status === 200)) {
      paidCalls.push({ model: call.model, sha256 })
    }
    return script
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      decide(request, Buffer.concat(chunks).toString('utf8')).then(
        (script) => play(script, response),
        (thrown: unknown) =>
          play(refused(500, 'INTERNAL', `The script of the test server failed: ${String(thrown)}`), response),
      )
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  return {
    url: `http://127.0.0.1:${port}`,
    apiKey,
    calls,
    paidCalls,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()))
        server.closeAllConnections()
      }),
  }
}

/** The default answer: a plausible receipt that depends on the pages alone, other pages giving another one. */
export function answerFor(sha256: string, modelVersion?: string): GeminiReplyScript {
  const number = Number.parseInt(sha256.slice(0, 8), 16)
  const total = `${1 + (number % 200)}.${String(number % 100).padStart(2, '0')}`
  return answered(
    {
      merchant: `Shop ${sha256.slice(0, 8)}`,
      purchaseDate: `2026-${String(1 + (number % 10)).padStart(2, '0')}-${String(13 + (number % 15)).padStart(2, '0')}`,
      purchaseTime: '12:34',
      currency: 'EUR',
      items: [{ description: 'Everything', quantity: '1', unitPrice: total, amount: total }],
      total,
      payments: [{ method: 'card', amount: total, cardLast4: '4242' }],
      confidence: { merchant: 'high', purchaseDate: 'high', currency: 'high', total: 'high', items: 'high' },
    },
    modelVersion === undefined ? {} : { modelVersion },
  )
}

/** What `GeminiCall.sha256` is for a document that reaches the server as these pages. */
export function hashOf(pages: readonly Uint8Array[]): string {
  const hash = createHash('sha256')
  for (const page of pages) hash.update(page)
  return hash.digest('hex')
}

async function play(script: GeminiReplyScript, response: ServerResponse): Promise<void> {
  if (script.delayMs) await new Promise((resolve) => setTimeout(resolve, script.delayMs))
  switch (script.kind) {
    case 'json':
      response.writeHead(script.status, { 'content-type': 'application/json; charset=UTF-8' })
      response.end(JSON.stringify(script.body, null, 2))
      return
    case 'text':
      response.writeHead(script.status, { 'content-type': script.contentType })
      response.end(script.body)
      return
    case 'partial': {
      const body = Buffer.from(JSON.stringify(script.body))
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length })
      response.write(body.subarray(0, Math.floor(body.length * script.share)), () => {
        if (script.ending === 'reset') response.socket?.resetAndDestroy()
      })
      return
    }
    case 'reset':
      response.socket?.resetAndDestroy()
      return
    case 'silence':
      return
  }
}
