import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { type EmbeddedConnection, openEmbeddedPostgres } from '../../src/local/embedded-postgres.ts'
import { serverPid, until } from './participant.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The PostgreSQL of this test run; see `createTestDatabase` in postgres.ts. */
    postgres: EmbeddedConnection
  }
}

/** One real PostgreSQL for the whole run, in a directory of its own. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), 'expensa-tests-'))
  await chmod(directory, 0o700)
  const postgres = await openEmbeddedPostgres({ directory: join(directory, 'postgres'), env: process.env })
  project.provide('postgres', postgres.connection)
  return async () => {
    await postgres.close()
    await until(() => serverPid(directory) === undefined, 'the server has ended')
    await rm(directory, { recursive: true, force: true })
  }
}
