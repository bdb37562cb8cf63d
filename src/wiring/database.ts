import { type Kysely, sql } from 'kysely'
import { postgresConnection } from '../adapters/postgres-connection.ts'
import { type Database, openPostgres } from '../adapters/postgres-database.ts'
import { postgresFailure } from '../adapters/postgres-failure.ts'
import { type Config, settings, unset } from '../config.ts'
import { ExpensaError } from '../core/errors.ts'

/**
 * The PostgreSQL of the settings, with `max` connections at most. Throws `database_unavailable` or
 * `invalid_config`, with the name of the setting, when it does not let this process in.
 */
export async function connectDatabase(config: Config, max: number): Promise<Kysely<Database>> {
  if (config.databaseUrl === undefined) throw unset('databaseUrl')
  const db = openPostgres(
    await postgresConnection({
      url: config.databaseUrl,
      caFile: config.databaseCaFile,
      iamRegion: config.databaseIam ? config.awsRegion : undefined,
      max,
    }),
  )
  try {
    await sql`select 1`.execute(db)
    return db
  } catch (error) {
    await db.destroy()
    throw notLetIn(error)
  }
}

function notLetIn(error: unknown): ExpensaError {
  const failure = postgresFailure(error)
  const isAway = failure instanceof ExpensaError
  const reason = error instanceof Error ? error.message : String(error)
  const { env } = settings.databaseUrl
  return new ExpensaError(
    isAway ? failure.code : 'invalid_config',
    `The database of ${env} ${isAway ? 'does not answer' : 'refuses this process'}: ${reason}`,
    {
      hint: isAway
        ? `Check that it runs, and host and port in ${env}.`
        : `Check user, password and database in ${env}, and with TLS ${settings.databaseCaFile.env}.`,
      cause: error,
    },
  )
}
