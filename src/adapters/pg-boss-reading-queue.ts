import { CompiledQuery, type Kysely } from 'kysely'
import PgBoss from 'pg-boss'
import { ExpensaError } from '../core/errors.ts'
import type { ReadingJob, ReadingQueue } from '../core/reading-queue.ts'

const queue = 'read-receipts'

/**
 * The queue in the same PostgreSQL, in a schema of its own (`pgboss`) that it makes and keeps up to date
 * itself. With `tend`, this process also clears away what is done; one of the workers has to.
 */
export async function openReadingQueue<DB>(
  db: Kysely<DB>,
  { tend, onError }: { tend: boolean; onError: (error: Error) => void },
): Promise<ReadingQueue> {
  const boss = new PgBoss({
    db: {
      async executeSql(text, values) {
        const { rows } = await db.executeQuery(CompiledQuery.raw(text, values ?? []))
        return { rows: [...rows] }
      },
    },
    supervise: tend,
    schedule: false,
  })
  boss.on('error', onError)
  try {
    await boss.start()
    // `short`: one waiting job for each receipt or request, however often it is added.
    await boss.createQueue(queue, {
      name: queue,
      policy: 'short',
      expireInSeconds: 300,
      retryLimit: 3,
      retentionDays: 2,
    })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ExpensaError('database_unavailable', `The queue of readings cannot be opened: ${reason}`, {
      hint: 'The database user must be allowed to create a schema: grant create on database … to …',
      cause,
    })
  }
  return {
    async add(jobs, notBefore) {
      await boss.insert(
        jobs.map(({ receiptId, userId, extractionId }) => ({
          name: queue,
          data: { receiptId, userId, ...(extractionId === undefined ? {} : { extractionId }) },
          singletonKey: extractionId ?? receiptId,
          ...(notBefore ? { startAfter: notBefore } : {}),
        })),
      )
    },
    async take() {
      const [job] = await boss.fetch<ReadingJob>(queue, { batchSize: 1 })
      return job ? { ...job.data, id: job.id } : null
    },
    done: (id) => boss.complete(queue, id),
    close: () => boss.stop({ graceful: false, close: false, wait: true }),
  }
}
