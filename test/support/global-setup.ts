import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'
import { type EmbeddedConnection, openEmbeddedPostgres } from '../../src/local/embedded-postgres.ts'
import { serverPid, until } from './participant.ts'
import { startPostgres } from './postgres-server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The PostgreSQL of this test run; see `createTestDatabase` in postgres.ts. */
    postgres: EmbeddedConnection
    /** A data directory without records, to be copied; empty where the command is not built. */
    records: string
  }
}

/**
 * One real PostgreSQL for the whole run, in a directory of its own: the embedded one, or that of another version
 * whose programs EXPENSA_TEST_POSTGRES names (see scripts/test-on-postgres.mjs).
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const closePostgres = await providePostgres(project)
  const removeRecords = await provideRecords(project)
  return async () => {
    await closePostgres()
    await removeRecords()
  }
}

/** Made once by the command itself: what it does at its first start takes seconds. */
async function provideRecords(project: TestProject): Promise<() => Promise<void>> {
  const program = fileURLToPath(new URL('../../bin/expensa.js', import.meta.url))
  const isBuilt = existsSync(fileURLToPath(new URL('../../dist', import.meta.url)))
  const home = await mkdtemp(join(tmpdir(), 'expensa-records-'))
  await chmod(home, 0o755)
  const records = join(home, 'data')
  if (isBuilt) {
    const env = { PATH: process.env.PATH, HOME: home, EXPENSA_HOME: records }
    await promisify(execFile)(process.execPath, [program, 'list'], { env })
    await until(() => serverPid(records) === undefined, 'the server has ended')
  }
  project.provide('records', isBuilt ? records : '')
  return () => rm(home, { recursive: true, force: true })
}

async function providePostgres(project: TestProject): Promise<() => Promise<void>> {
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
