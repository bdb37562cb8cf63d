import type { Kysely } from 'kysely'
import { postgresConnection } from '../adapters/postgres-connection.ts'
import { type Database, openPostgres } from '../adapters/postgres-database.ts'
import { type Config, unset } from '../config.ts'

/** The PostgreSQL of the settings, with `max` connections at most. Connects when it is first asked. */
export async function connectDatabase(config: Config, max: number): Promise<Kysely<Database>> {
  if (config.databaseUrl === undefined) throw unset('databaseUrl')
  return openPostgres(
    await postgresConnection({
      url: config.databaseUrl,
      caFile: config.databaseCaFile,
      iamRegion: config.databaseIam ? config.awsRegion : undefined,
      max,
    }),
  )
}
