import { createPostgresExpenseStore } from '../adapters/postgres-expense-store.ts'
import { loadConfig } from '../config.ts'
import { calendarDate } from '../core/period.ts'
import { connectBucket } from '../wiring/bucket.ts'
import { connectDatabase } from '../wiring/database.ts'
import { connectGemini, ensureOffered, onlyModel } from '../wiring/gemini.ts'
import { type EventAnswer, type EventDependencies, handleEvent } from './handle-event.ts'

/** What is used here of the context that Lambda passes along. */
export interface LambdaContext {
  awsRequestId: string
  getRemainingTimeInMillis(): number
}

type Connections = Pick<EventDependencies, 'store' | 'objects' | 'extractor' | 'extractorOf' | 'bucket'> & {
  homeCountry: string | undefined
}

/** Enough to write down that a receipt has to wait. */
const reservedMs = 3_000

/** Lives as long as the container, which handles one event at a time. */
let connections: Promise<Connections> | undefined

/** The Lambda function: events of S3, directly or in queue messages, and the clock's. */
export async function handler(event: unknown, context: LambdaContext): Promise<EventAnswer> {
  connections ??= connect().catch((error: unknown) => {
    connections = undefined
    throw error
  })
  const { homeCountry, ...connected } = await connections
  return handleEvent(event, {
    ...connected,
    context: {
      // Where the user is, is unknown here; a date is in the future only where that is so everywhere.
      today: calendarDate(new Date(), 'Pacific/Kiritimati'),
      ...(homeCountry === undefined ? {} : { homeCountry }),
    },
    signal: AbortSignal.timeout(Math.max(0, context.getRemainingTimeInMillis() - reservedMs)),
    log: (entry) => {
      const line = {
        time: new Date().toISOString(),
        level: 'info',
        requestId: context.awsRequestId,
        ...entry,
      }
      process.stdout.write(`${JSON.stringify(line)}\n`)
    },
  })
}

async function connect(): Promise<Connections> {
  const config = loadConfig(process.env)
  const db = await connectDatabase(config, 1)
  const extractor = connectGemini(config, db)
  return {
    ...connectBucket(config),
    store: createPostgresExpenseStore(db),
    extractor,
    async extractorOf(model) {
      ensureOffered(config, model, [])
      return model === null ? extractor : connectGemini(onlyModel(config, model), db)
    },
    homeCountry: config.homeCountry,
  }
}
