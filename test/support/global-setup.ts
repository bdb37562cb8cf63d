import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { type EmbeddedConnection, openEmbeddedPostgres } from '../../src/local/embedded-postgres.ts'
import { serverPid, until } from './participant.ts'
import { startPostgres } from './postgres-server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The PostgreSQL of this test run; see `createTestDatabase` in postgres.ts. */
    postgres: EmbeddedConnection
  }
}

/**
 * One real PostgreSQL for the whole run, in a directory of its own: the embedded one, or that of another version
 * whose programs EXPENSA_TEST_POSTGRES names (see scripts/test-on-postgres.mjs).
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const bin = process.env.EXPENSA_TEST_POSTGRES
  if (bin !== undefined) {
    const server = await startPostgres(bin)
    project.provide('postgres', server.connection)
    return server.close
  }
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
