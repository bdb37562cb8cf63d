import { bodyLimit } from 'hono/body-limit'
import { migrations } from '../../migrations/index.ts'
import { openReadingQueue } from '../adapters/pg-boss-reading-queue.ts'
import { createPostgresAccountStore } from '../adapters/postgres-account-store.ts'
import { createPostgresExpenseStore } from '../adapters/postgres-expense-store.ts'
import { migrateToLatest, pendingMigrations } from '../adapters/postgres-migrator.ts'
import type { Config } from '../config.ts'
import { ExpensaError } from '../core/errors.ts'
import { authenticate } from '../core/sign-in.ts'
import { createApp } from '../http/app.ts'
import { mountAccount, mountSignIn } from '../http/routes/account.ts'
import { mountEvents } from '../http/routes/events.ts'
import { mountHealth } from '../http/routes/health.ts'
import { checkBucket, connectBucket } from '../wiring/bucket.ts'
import { connectDatabase } from '../wiring/database.ts'
import { describeGemini } from '../wiring/describe-reader.ts'
import type { Log } from '../wiring/log.ts'
import { callerAddress } from './caller-address.ts'
import { listen } from './listen.ts'
import { requestLog } from './request-log.ts'

/** Five hundred announced files with the longest names fit in several times. Bytes. */
const maxBodyBytes = 2 * 1024 * 1024
const connections = 10

export interface Backend {
  url: string
  close(): Promise<void>
}

/** The HTTP app on a port, with a bucket and a database. Throws what is wrong with the settings, by name. */
export async function startBackend(config: Config, log: Log): Promise<Backend> {
  const { objects, bucket } = connectBucket(config)
  const logError = (error: Error) => log('error', 'the queue failed', { error })
  const db = await connectDatabase(config, connections)
  try {
    await checkBucket(objects, log)
    // A schema that is newer than this version suits it, too: so it can come back when a new version fails.
    if ((await pendingMigrations(db, migrations)).length > 0) {
      log('info', 'migrated', await migrateToLatest(db, migrations))
    }
    const queue =
      config.readBy === 'worker' ? await openReadingQueue(db, { tend: false, onError: logError }) : undefined
    const accounts = createPostgresAccountStore(db)
    const app = createApp({
      store: createPostgresExpenseStore(db),
      objects,
      authenticate: (request) => authenticate(accounts, request.headers.get('authorization')),
      uploadsPerDay: config.uploadsPerDay,
      describeReader: () => describeGemini(config, db),
      onExtractionRequested: (job) => queue?.add([job]),
      onUploaded: (userId, receiptIds) => queue?.add(receiptIds.map((receiptId) => ({ receiptId, userId }))),
      onError: (error, request) =>
        log('error', error.message, { code: error.code, path: new URL(request.url).pathname, error }),
      hideReasons: true,
      prepare(app) {
        app.use(requestLog(log))
        app.use(bodyLimit({ maxSize: maxBodyBytes, onError: refuseBody }))
        mountHealth(app, async () => {
          const missing = await pendingMigrations(db, migrations)
          if (missing.length > 0) throw new ExpensaError('database_unavailable', 'Not migrated yet.')
        })
        if (queue && config.eventsSecret !== undefined) {
          mountEvents(app, { secret: config.eventsSecret, bucket, onArrived: (jobs) => queue.add(jobs) })
        }
        mountSignIn(app, {
          accounts,
          registration: config.registration,
          addressOf: (c) => callerAddress(c, config.trustProxy),
        })
      },
      extend: (app) => mountAccount(app, accounts),
    })
    const { url, close } = await listen(app, config.host, config.port)
    log('info', 'listening', { url })
    return {
      url,
      async close() {
        await close()
        await queue?.close()
        await db.destroy()
      },
    }
  } catch (error) {
    await db.destroy()
    throw error
  }
}

function refuseBody(): never {
  throw new ExpensaError('file_too_large', `The request has over ${maxBodyBytes} bytes.`)
}
