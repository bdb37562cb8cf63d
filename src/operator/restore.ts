import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { migrations } from '../../migrations/index.ts'
import { firstFilledTable, loadRows } from '../adapters/postgres-dump.ts'
import { migrateToLatest, migrationStates } from '../adapters/postgres-migrator.ts'
import { ExpensaError } from '../core/errors.ts'
import { putObject } from '../http/upload-object.ts'
import {
  type Manifest,
  objectFile,
  originalSchema,
  originalsFile,
  readLines,
  readManifest,
  tableFile,
  verifyFile,
} from './backup-files.ts'
import type { Records } from './open-records.ts'

export interface RestoreReport {
  rows: number
  originals: number
  /** When the backup was made. */
  createdAt: string
}

/**
 * Brings a backup into an empty system of the same or a newer version. Originals come first, then all records
 * at once: what is interrupted before that can simply be repeated.
 */
export async function restore(
  { db, objects, send }: Pick<Records, 'db' | 'objects' | 'send'>,
  directory: string,
  signal: AbortSignal,
): Promise<RestoreReport> {
  const manifest = await readManifest(directory)
  for (const { name, sha256 } of manifest.tables) await verifyFile(directory, tableFile(name), sha256)
  await verifyFile(directory, originalsFile, manifest.originals.sha256)
  await ensureEmpty(db)
  await prepareSchema(db, manifest)

  const missing = new Set(manifest.originals.missing)
  for await (const line of readLines(directory, originalsFile)) {
    if (signal.aborted) throw new ExpensaError('interrupted', 'Interrupted before any record was restored.')
    const original = originalSchema.parse(JSON.parse(line))
    if (missing.has(original.key)) continue
    const bytes = new Uint8Array(await readFile(join(directory, objectFile(original.key))))
    // The object store checks size and hash itself.
    await putObject(await objects.createUploadTarget(original), bytes, { fetch: send, signal })
  }
  await loadRows(
    db,
    manifest.tables.map((table) => ({ ...table, lines: readLines(directory, tableFile(table.name)) })),
  )
  await migrateToLatest(db, migrations)
  return {
    rows: manifest.tables.reduce((sum, { rows }) => sum + rows, 0),
    originals: manifest.originals.count - missing.size,
    createdAt: manifest.createdAt,
  }
}

async function ensureEmpty(db: Records['db']): Promise<void> {
  const filled = await firstFilledTable(db)
  if (filled === null) return
  throw new ExpensaError('conflict', `There are records already: the table ${filled} is not empty.`, {
    hint: 'A backup goes into an empty system only. Name another EXPENSA_HOME, or another database and bucket.',
  })
}

/** Brings the empty database to where the one in the backup was: later migrations then change the rows, too. */
async function prepareSchema(db: Records['db'], { migrations: names }: Manifest): Promise<void> {
  const unknown = names.filter((name) => migrations[name] === undefined)
  if (unknown.length > 0) {
    throw new ExpensaError('newer_data_directory', 'The backup was made by a newer version of Expensa.', {
      hint: 'Update Expensa: npm install --global expensa@latest',
    })
  }
  const states = await migrationStates(db, migrations)
  const further = states.find(({ name, appliedAt }) => appliedAt !== null && !names.includes(name))
  if (further !== undefined) {
    throw new ExpensaError('conflict', `The database is newer than the backup: it has ${further.name}.`, {
      hint: 'Use a database in which nothing was created yet; restore brings it up to date itself.',
    })
  }
  await migrateToLatest(
    db,
    Object.fromEntries(Object.entries(migrations).filter(([name]) => names.includes(name))),
  )
}
