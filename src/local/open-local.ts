import { join } from 'node:path'
import { migrations } from '../../migrations/index.ts'
import { createDirectoryObjectStore } from '../adapters/directory-object-store.ts'
import { openPostgres } from '../adapters/postgres-database.ts'
import { createPostgresExpenseStore } from '../adapters/postgres-expense-store.ts'
import { migrateToLatest } from '../adapters/postgres-migrator.ts'
import type { Config } from '../config.ts'
import type { Identity } from '../core/account.ts'
import type { Extractor } from '../core/extractor.ts'
import { ingestReceipt } from '../core/ingest-receipt.ts'
import { calendarDate } from '../core/period.ts'
import { createApp } from '../http/app.ts'
import { connectDatabase } from '../wiring/database.ts'
import { describeGemini, localReader } from '../wiring/describe-reader.ts'
import { openExtractors, readingConcurrency } from './create-extractor.ts'
import { dataDirectory, ensureDataDirectory } from './data-directory.ts'
import { openEmbeddedPostgres } from './embedded-postgres.ts'
import { createIngestQueue, type IngestQueue } from './ingest-queue.ts'

/** The one user of local mode. */
const localUserId = '00000000-0000-4000-8000-000000000001'

const localIdentity: Identity = { userId: localUserId, tokenId: '', kind: 'session', scope: 'write' }

export const localBaseUrl = 'http://localhost'

/** How often to look whether another process has done with a receipt, or died. */
const lookAgainMs = 2_000

export interface LocalBackend {
  /** The HTTP app, called in-process. */
  fetch: (request: Request) => Promise<Response>
  /** Takes up what earlier commands left unread, and resolves when nothing is left that can be read now. */
  readWaiting(): Promise<void>
  /** Puts down what is being read and leaves the database. */
  close(): Promise<void>
}

export interface LocalBackendOptions {
  config: Config
  env: NodeJS.ProcessEnv
  /** Explanations for `--debug`. */
  log: (message: string) => void
}

/**
 * The whole system inside this process: directory, embedded PostgreSQL, extractor and the HTTP app. Nothing
 * has to be set up; what is missing is created.
 */
export async function openLocalBackend({ config, env, log }: LocalBackendOptions): Promise<LocalBackend> {
  const directory = dataDirectory(config.home, env)
  ensureDataDirectory(directory)
  const [embedded, objects] = await Promise.all([
    config.databaseUrl ? null : openEmbeddedPostgres({ directory: join(directory, 'postgres'), env, log }),
    createDirectoryObjectStore({ directory: join(directory, 'objects'), baseUrl: `${localBaseUrl}/objects` }),
  ])
  const db = embedded ? openPostgres({ ...embedded.connection, max: 8 }) : await connectDatabase(config, 8)

  const extractors = openExtractors(config, db)
  let queue: IngestQueue | undefined

  const contextNow = () => ({
    today: calendarDate(new Date()),
    ...(config.homeCountry ? { homeCountry: config.homeCountry } : {}),
  })

  /** Where it cannot be opened, the receipts say why. */
  const usualExtractor: Extractor = {
    extract: async (document, context) => (await extractors.of(null)).extract(document, context),
    close: async () => {},
  }

  async function close(): Promise<void> {
    await queue?.stop()
    await extractors.close()
    await db.destroy()
    await embedded?.close()
  }

  try {
    await migrateToLatest(db, migrations)
    // Who is alone finds only the leases of processes that died.
    if (embedded?.alone) {
      await db
        .updateTable('receipts')
        .set({ lease_expires_at: new Date(0) })
        .where('status', '=', 'extracting')
        .execute()
    }
    const store = createPostgresExpenseStore(db)
    const expenses = store.forUser(localUserId)

    queue = createIngestQueue({
      concurrency: readingConcurrency(config),
      onError: (error) => log(`A receipt could not be taken up: ${String(error)}`),
      lookAgainAfter: async (id) => {
        const [entry] = await expenses.listReceipts({ ids: [id], limit: 1 })
        if (entry?.receipt.status === 'extracting') return lookAgainMs
        if (entry?.receipt.status !== 'uploaded') return null
        return Math.max(0, (entry.receipt.notBefore?.getTime() ?? 0) - Date.now()) + 20
      },
      ingest: async (receiptId, signal) => {
        return ingestReceipt(receiptId, {
          expenses,
          objects,
          extractor: usualExtractor,
          context: contextNow(),
          signal,
        })
      },
    })
    const { add, idle } = queue

    const app = createApp({
      store,
      objects,
      authenticate: async () => localIdentity,
      onUploaded: (_userId, receiptIds) => add(receiptIds),
      extract: async (document, model, signal) =>
        (await extractors.of(model)).extract(document, { ...contextNow(), signal }),
      describeReader: async () => (config.geminiApiKey ? describeGemini(config, db) : localReader),
      receiveObject: (request) => objects.receive(request),
      onError: (error, request) => log(`${request.method} ${new URL(request.url).pathname}: ${error.stack}`),
    })

    return {
      fetch: async (request) => app.fetch(request),
      async readWaiting() {
        for (let waiting = await expenses.listWaiting(500); waiting.length > 0; ) {
          add(waiting)
          await idle()
          const before = new Set(waiting)
          waiting = (await expenses.listWaiting(500)).filter((id) => !before.has(id))
        }
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}
