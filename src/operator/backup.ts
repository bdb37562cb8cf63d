import { createHash } from 'node:crypto'
import { migrations } from '../../migrations/index.ts'
import { dumpOriginals, dumpRows, recordTables, withSnapshot } from '../adapters/postgres-dump.ts'
import { migrationStates } from '../adapters/postgres-migrator.ts'
import { ExpensaError } from '../core/errors.ts'
import {
  createBackupDirectory,
  objectFile,
  originalSchema,
  originalsFile,
  readLines,
  tableFile,
  writeBytes,
  writeLines,
  writeManifest,
} from './backup-files.ts'
import type { Records } from './open-records.ts'

export interface BackupReport {
  rows: number
  originals: number
  /** Keys of originals that the records name and the object store does not have. */
  missing: string[]
}

/**
 * Copies all records and originals into an empty directory, while the system runs: records as they are at one
 * moment, and the originals that belong to them. Never more in memory than some hundred rows and one original.
 */
export async function backUp(
  { db, objects }: Pick<Records, 'db' | 'objects'>,
  directory: string,
  signal: AbortSignal,
): Promise<BackupReport> {
  const applied = (await migrationStates(db, migrations)).filter(({ appliedAt }) => appliedAt !== null)
  if (applied.length === 0) throw new ExpensaError('not_found', 'There are no records yet.')
  await createBackupDirectory(directory)

  const { tables, originals } = await withSnapshot(db, async (snapshot) => {
    const tables = []
    for (const table of await recordTables(snapshot)) {
      const written = await writeLines(directory, tableFile(table.name), dumpRows(snapshot, table))
      tables.push({ ...table, ...written })
    }
    return { tables, originals: await writeLines(directory, originalsFile, dumpOriginals(snapshot)) }
  })

  const missing: string[] = []
  for await (const line of readLines(directory, originalsFile)) {
    if (signal.aborted) throw new ExpensaError('interrupted', 'The backup was interrupted, and is none.')
    const { key, sha256 } = originalSchema.parse(JSON.parse(line))
    const bytes = await objects.getObject(key).catch((error: unknown) => {
      if (error instanceof ExpensaError && error.code === 'object_missing') return null
      throw error
    })
    if (bytes === null) missing.push(key)
    else if (createHash('sha256').update(bytes).digest('hex') === sha256) {
      await writeBytes(directory, objectFile(key), bytes)
    } else {
      throw new ExpensaError('checksum_mismatch', `The stored original ${key} is not what was uploaded.`)
    }
  }

  await writeManifest(directory, {
    schema: 'expensa.backup/1',
    createdAt: new Date().toISOString(),
    migrations: applied.map(({ name }) => name),
    tables,
    originals: { count: originals.rows, sha256: originals.sha256, missing },
  })
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  return { rows, originals: originals.rows - missing.length, missing }
}
