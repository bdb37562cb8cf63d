import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { createDirectoryObjectStore } from '../adapters/directory-object-store.ts'
import { type Database, openPostgres } from '../adapters/postgres-database.ts'
import type { Config } from '../config.ts'
import type { ObjectStore } from '../core/object-store.ts'
import { dataDirectory, ensureDataDirectory } from '../local/data-directory.ts'
import { openEmbeddedPostgres } from '../local/embedded-postgres.ts'
import { localBaseUrl } from '../local/open-local.ts'
import { connectBucket } from '../wiring/bucket.ts'
import { connectDatabase } from '../wiring/database.ts'

/** Where records and originals are, and nothing that reads or serves them. */
export interface Records {
  db: Kysely<Database>
  objects: ObjectStore
  /** Sends a request that an upload target of `objects` describes. */
  send: (request: Request) => Promise<Response>
  close(): Promise<void>
}

/** Opens what the settings name: database and bucket of a backend, or what local mode uses. Migrates nothing. */
export async function openRecords(config: Config, env: NodeJS.ProcessEnv): Promise<Records> {
  const directory = dataDirectory(config.home, env)
  // The public name of a bucket is for people's machines: from here it may lead nowhere, or to a proxy not started yet.
  const opened = config.s3Bucket
    ? { ...connectBucket({ ...config, s3PublicEndpoint: undefined }), send: fetch }
    : await openDirectory(join(directory, 'objects'), directory)
  if (config.databaseUrl) {
    const db = await connectDatabase(config, 4)
    return { ...opened, db, close: () => db.destroy() }
  }
  ensureDataDirectory(directory)
  const embedded = await openEmbeddedPostgres({ directory: join(directory, 'postgres'), env })
  const db = openPostgres({ ...embedded.connection, max: 4 })
  return {
    ...opened,
    db,
    async close() {
      await db.destroy()
      await embedded.close()
    },
  }
}

async function openDirectory(directory: string, home: string): Promise<Pick<Records, 'objects' | 'send'>> {
  ensureDataDirectory(home)
  const objects = await createDirectoryObjectStore({ directory, baseUrl: `${localBaseUrl}/objects` })
  return { objects, send: objects.receive }
}
