import type * as z from 'zod'
import { type ErrorCode, ExpensaError, errorCodes } from '../core/errors.ts'
import { accountCalls } from './calls/account.ts'
import { duplicateCalls } from './calls/duplicates.ts'
import { editCalls } from './calls/edits.ts'
import { expenseCalls } from './calls/expenses.ts'
import { exportCalls } from './calls/exports.ts'
import { rateCalls } from './calls/rates.ts'
import { readingStateCalls } from './calls/reading-state.ts'
import { reextractCalls } from './calls/reextract.ts'
import { ruleCalls } from './calls/rules.ts'
import { uploadCalls } from './calls/uploads.ts'
import { errorResponse } from './contract.ts'
import type { Patience } from './patience.ts'

export interface ClientOptions {
  /** Without a slash at the end. */
  baseUrl: string
  /** Called before each request, so that a session can be refreshed. Null sends none. */
  token?: () => Promise<string | null>
  /** In local mode the app itself: `(request) => app.fetch(request)`. */
  fetch: (request: Request) => Promise<Response>
  /** Sends again what met trouble that may pass; without it, nothing is sent twice. */
  patience?: Patience
}

export type Client = ReturnType<typeof createClient>

export interface CallOptions {
  query?: object
  json?: unknown
  signal?: AbortSignal | undefined
  /** Doing it twice is not the same as doing it once: nothing is sent again by itself. */
  once?: boolean
}

/** One request to the API: its answer, checked against the contract. The topics' calls are made of it. */
export type Call = <Schema extends z.ZodType>(
  schema: Schema,
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  options?: CallOptions,
) => Promise<z.infer<Schema>>

/** Fetches bytes, whole. */
export type Download = (path: string, options?: CallOptions) => Promise<Uint8Array<ArrayBuffer>>

/** A backend that is silent for longer has lost the request. */
const longestAnswerMs = 60_000

/** The only thing that commands talk to: the API, typed. Every failure is an ExpensaError. */
export function createClient({ baseUrl, token, fetch, patience }: ClientOptions) {
  const call: Call = (schema, method, path, options) =>
    patience && !options?.once
      ? patience(() => callOnce(schema, method, path, options), options?.signal)
      : callOnce(schema, method, path, options)

  const callOnce: Call = async (schema, method, path, options) => {
    const response = await send(method, path, options)
    const answer: unknown = await response.json().catch(() => undefined)
    if (!response.ok) throw errorFrom(response.status, answer)
    const parsed = schema.safeParse(answer)
    if (parsed.success) return parsed.data
    throw new ExpensaError('server_unreachable', `What answers at ${baseUrl} does not speak Expensa's API.`, {
      hint: 'Check the address of the backend, and that it has the same version as this command.',
      cause: parsed.error,
    })
  }

  const download: Download = (path, options) =>
    patience ? patience(() => downloadOnce(path, options), options?.signal) : downloadOnce(path, options)

  const downloadOnce: Download = async (path, options) => {
    const response = await send('GET', path, options)
    if (!response.ok) throw errorFrom(response.status, await response.json().catch(() => undefined))
    return new Uint8Array(await response.arrayBuffer())
  }

  async function send(
    method: string,
    path: string,
    { query, json, signal, once }: CallOptions = {},
  ): Promise<Response> {
    const url = new URL(baseUrl + path)
    for (const [name, value] of Object.entries(query ?? {})) {
      if (value !== undefined) url.searchParams.set(name, String(value))
    }
    const headers = new Headers({ accept: 'application/json' })
    const bearer = await token?.()
    if (bearer) headers.set('authorization', `Bearer ${bearer}`)
    if (json !== undefined) headers.set('content-type', 'application/json')
    const signals = signal ? [signal] : []
    if (patience && !once) signals.push(AbortSignal.timeout(longestAnswerMs))
    const request = new Request(url, {
      method,
      headers,
      // The token belongs to this address and to no other.
      redirect: 'error',
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      signal: AbortSignal.any(signals),
    })
    return fetch(request).catch((cause) => {
      if (signal?.aborted) throw new ExpensaError('interrupted', 'Interrupted.', { cause })
      throw new ExpensaError('server_unreachable', `The backend at ${baseUrl} cannot be reached.`, {
        hint: 'Check the address and the network, then try again.',
        cause,
      })
    })
  }

  return {
    ...uploadCalls(call),
    ...expenseCalls(call),
    ...accountCalls(call),
    ...editCalls(call, download),
    ...readingStateCalls(call),
    ...exportCalls(call),
    ...rateCalls(call),
    ...reextractCalls(call),
    ...duplicateCalls(call),
    ...ruleCalls(call),
    /** Sends the bytes to where an upload decision said, with exactly its headers. */
    putObject: (request: Request) => fetch(request),
  }
}

function errorFrom(status: number, answer: unknown): ExpensaError {
  const parsed = errorResponse.safeParse(answer)
  if (!parsed.success) {
    return new ExpensaError('server_unreachable', `The backend answered with status ${status}.`, {
      hint: 'Something between here and the backend may be down. Try again in a minute.',
    })
  }
  const { code, message, hint, retryAt } = parsed.data.error
  return new ExpensaError(isErrorCode(code) ? code : 'internal', message, {
    ...(hint === null ? {} : { hint }),
    ...(retryAt === null ? {} : { retryAt: new Date(retryAt) }),
  })
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCodes, code)
}
