import { Hono } from 'hono'
import type * as z from 'zod'
import type { Identity } from '../core/account.ts'
import { ExpensaError, toExpensaError } from '../core/errors.ts'
import type { ExpenseStore } from '../core/expense-store.ts'
import type { Document, ExtractorAnswer } from '../core/extractor.ts'
import type { ObjectStore } from '../core/object-store.ts'
import type { Reader } from '../core/reading-plan.ts'
import type { ReadingJob } from '../core/reading-queue.ts'
import type { errorResponse } from './contract.ts'
import { mountDuplicates } from './routes/duplicates.ts'
import { mountEdits } from './routes/edits.ts'
import { mountExpenses } from './routes/expenses.ts'
import { mountExports } from './routes/exports.ts'
import { mountRates } from './routes/rates.ts'
import { mountReadingState } from './routes/reading-state.ts'
import { mountReextract } from './routes/reextract.ts'
import { mountRules } from './routes/rules.ts'
import { mountUploads } from './routes/uploads.ts'
import { httpStatus } from './status.ts'

export interface AppDependencies {
  store: ExpenseStore
  objects: ObjectStore
  /** Who is asking, and what they may do. Throws `unauthorized`. */
  authenticate(request: Request): Promise<Identity>
  /** Adds what only some hosts have: logs, limits, and the routes that come before signing in. */
  prepare?: (app: App) => void
  /** Adds routes of signed-in users that only some hosts have. */
  extend?: (app: App) => void
  /** Who reads, for estimates; null where that is not known. */
  describeReader?: () => Promise<Reader | null>
  /** New receipts that each user may bring in per day. */
  uploadsPerDay?: number | undefined
  /** Their bytes are stored: sees to it that they are read, now or later. */
  onUploaded(userId: string, receiptIds: string[]): Promise<void> | void
  /**
   * Reads a document while somebody waits; by the named model, or with null by the usual one. Without it,
   * requests for that are kept for whoever reads for this host.
   */
  extract?: (document: Document, model: string | null, signal: AbortSignal) => Promise<ExtractorAnswer>
  /** Somebody wants another extraction: sees to it that it is made, now or later. */
  onExtractionRequested?: (job: ReadingJob) => Promise<void> | void
  /** Takes the PUTs of a store that has no server of its own, under `/objects/`. */
  receiveObject?: (request: Request) => Promise<Response>
  /** Hears of every answer with a status of 500 and above. */
  onError?: (error: ExpensaError, request: Request) => void
  /** Whether those who ask and those who run this are different people: then reasons are only for `onError`. */
  hideReasons?: boolean
}

/** The app as topics mount their routes on it; who asks is known there. */
export type App = Hono<{ Variables: { userId: string; identity: Identity } }>

/** Questions that are too long for a URL: the only POSTs that change nothing. */
const readingPosts: readonly string[] = ['/v1/receipts/lookup', '/v1/receipts/status', '/v1/rates/find']

/** The HTTP API: the same app behind the backend's port and, called in-process, inside the local CLI. */
export function createApp(dependencies: AppDependencies): App {
  const { receiveObject } = dependencies
  const app: App = new Hono()

  dependencies.prepare?.(app)
  if (receiveObject) app.put('/objects/*', (c) => receiveObject(c.req.raw))

  app.use('/v1/*', async (c, next) => {
    const identity = await dependencies.authenticate(c.req.raw)
    c.set('userId', identity.userId)
    c.set('identity', identity)
    const reads = c.req.method === 'GET' || readingPosts.includes(c.req.path)
    if (!reads && identity.scope !== 'write') {
      throw new ExpensaError('forbidden', 'This token may only read.', {
        hint: 'Make one that may write: expensa token create --scope write',
      })
    }
    await next()
  })

  mountUploads(app, dependencies)
  mountExpenses(app, dependencies)
  mountEdits(app, dependencies)
  mountReadingState(app, dependencies)
  mountExports(app, dependencies)
  mountRates(app, dependencies)
  mountReextract(app, dependencies)
  dependencies.extend?.(app)
  mountDuplicates(app, dependencies)
  mountRules(app, dependencies)

  app.notFound((c) => {
    const error = new ExpensaError('not_found', `There is nothing at ${c.req.method} ${c.req.path}.`)
    return c.json(errorBody(error), 404)
  })

  app.onError((thrown, c) => {
    const error = toExpensaError(thrown)
    const status = httpStatus[error.code]
    if (status >= 500) dependencies.onError?.(error, c.req.raw)
    const shown = error.code === 'internal' || dependencies.hideReasons ? withoutReason(error) : error
    const headers = shown.retryAt ? { 'retry-after': secondsUntil(shown.retryAt) } : undefined
    return Response.json(errorBody(shown), { status, ...(headers && { headers }) })
  })

  return app
}

/** What went wrong inside is nobody's business outside: the message may quote a query, a host or a path. */
function withoutReason(error: ExpensaError): ExpensaError {
  const { code, hint = 'Run the same command again: nothing is lost or done twice.' } = error
  switch (code) {
    case 'internal':
      return new ExpensaError(code, 'Something went wrong here.')
    case 'invalid_config':
      return new ExpensaError(code, 'This backend is not set up right.', {
        hint: 'Tell whoever runs it: its log says what is wrong.',
      })
    case 'database_unavailable':
      return new ExpensaError(code, 'The database of this backend does not answer.', { hint })
    case 'object_store_unavailable':
      return new ExpensaError(code, 'The bucket of this backend does not answer.', { hint })
    default:
      return error
  }
}

function secondsUntil(time: Date): string {
  return String(Math.max(1, Math.ceil((time.getTime() - Date.now()) / 1000)))
}

function errorBody(error: ExpensaError): z.input<typeof errorResponse> {
  const { code, message, hint, retryAt } = error
  return { error: { code, message, hint: hint ?? null, retryAt: retryAt?.toISOString() ?? null } }
}
