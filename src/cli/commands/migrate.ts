import { migrations } from '../../../migrations/index.ts'
import { migrateToLatest, migrationSql, migrationStates } from '../../adapters/postgres-migrator.ts'
import { connectDatabase } from '../../wiring/database.ts'
import type { CommandContext } from '../context.ts'
import { exitCodes } from '../exit-codes.ts'
import { renderTable } from '../output/table.ts'

export interface MigrateOptions {
  status?: boolean
  dryRun?: boolean
}

/** `expensa migrate`: brings the database of a backend up to date, or says what that would mean. */
export async function runMigrate(context: CommandContext, options: MigrateOptions): Promise<number> {
  const { config, stdout, stderr, style } = context
  const db = await connectDatabase(config, 2)
  try {
    if (!options.status && !options.dryRun) {
      const { applied } = await migrateToLatest(db, migrations)
      for (const name of applied) stdout.write(`${name}\n`)
      if (applied.length === 0) stderr.write('The database is up to date.\n')
      return exitCodes.ok.code
    }
    const states = await migrationStates(db, migrations)
    const pending = states.filter(({ appliedAt }) => appliedAt === null)
    if (options.dryRun) {
      for (const { name } of pending) stdout.write(await script(name))
      if (pending.length === 0) stderr.write('The database is up to date.\n')
      return exitCodes.ok.code
    }
    const columns = [
      { title: 'Migration', value: ({ name }: (typeof states)[number]) => name },
      {
        title: 'Applied',
        value: ({ appliedAt, known }: (typeof states)[number]) =>
          `${appliedAt?.toISOString() ?? 'pending'}${known ? '' : ' by a newer version'}`,
      },
    ]
    stdout.write(renderTable(states, columns, { columns: stdout.columns, heading: style.stdout.bold }))
    return pending.length === 0 ? exitCodes.ok.code : exitCodes.failed.code
  } finally {
    await db.destroy()
  }
}

async function script(name: string): Promise<string> {
  const migration = migrations[name]
  const statements = migration === undefined ? [] : await migrationSql(migration)
  return `-- ${name}\n${statements.map((statement) => `${statement};\n`).join('\n')}\n`
}
