import { type Kysely, type Migration, Migrator } from 'kysely'
import { ExpensaError } from '../core/errors.ts'

/**
 * Brings the schema up to date. Several processes may call this at once: the migrator's lock lets one work.
 * Throws `newer_data_directory` when the database was migrated by a newer version of Expensa.
 */
export async function migrateToLatest<Tables>(
  db: Kysely<Tables>,
  migrations: Record<string, Migration>,
): Promise<{ applied: string[] }> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error, results } = await migrator.migrateToLatest()
  if (error) throw migrationError(error)
  return { applied: (results ?? []).map((result) => result.migrationName) }
}

/** Names of the migrations that the database still lacks. Throws when it cannot be asked. */
export async function pendingMigrations<Tables>(
  db: Kysely<Tables>,
  migrations: Record<string, Migration>,
): Promise<string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const known = await migrator.getMigrations()
  return known.filter(({ executedAt }) => executedAt === undefined).map(({ name }) => name)
}

function migrationError(error: unknown): ExpensaError {
  const message = error instanceof Error ? error.message : String(error)
  if (/previously executed migration .* is missing/.test(message)) {
    return new ExpensaError(
      'newer_data_directory',
      'These records were last used by a newer version of Expensa.',
      {
        hint: 'Update Expensa: npm install --global expensa@latest',
        cause: error,
      },
    )
  }
  return new ExpensaError(
    'database_unavailable',
    `The database could not be brought up to date: ${message}`,
    {
      cause: error,
    },
  )
}
