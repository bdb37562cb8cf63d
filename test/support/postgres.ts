import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { inject } from 'vitest'
import type { EmbeddedConnection } from '../../src/local/embedded-postgres.ts'
import { afterFile } from './after-file.ts'

/**
 * An empty database of the caller's own in the test run's PostgreSQL, dropped after the test file.
 * Pools on it have to be ended before that; connections left over are cut.
 */
export async function createTestDatabase(): Promise<EmbeddedConnection> {
  const server = inject('postgres')
  const database = `test_${randomUUID().replaceAll('-', '')}`
  await onServer(server, `create database ${database}`)
  afterFile(async () => {
    // Pools that were just ended are still saying goodbye; cut off meanwhile, they would raise an error.
    const left = `select 1 from pg_stat_activity where datname = '${database}'`
    for (let tries = 0; tries < 40 && (await onServer(server, left)) > 0; tries++) await sleep(50)
    // By force only where it has to be: that may not end an autovacuum of the server's own, which gives way by itself.
    const drop = `drop database ${database}`
    await onServer(server, drop).catch(() => onServer(server, `${drop} with (force)`))
  })
  return { ...server, database }
}

/** The same as a URL; its host may be a directory with a socket. */
export function urlOf({ host, port, user, database }: EmbeddedConnection): string {
  return `postgres://${user}@${encodeURIComponent(host)}:${port}/${database}`
}

/** Runs one statement; answers with how many rows it gave. */
async function onServer(server: EmbeddedConnection, statement: string): Promise<number> {
  const client = new pg.Client(server)
  await client.connect()
  try {
    return (await client.query(statement)).rowCount ?? 0
  } finally {
    await client.end()
  }
}
