import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, inject } from 'vitest'
import type { EmbeddedConnection } from '../../src/local/embedded-postgres.ts'

/**
 * An empty database of the caller's own in the test run's PostgreSQL, dropped after the test file.
 * Pools on it have to be ended before that; connections left over are cut.
 */
export async function createTestDatabase(): Promise<EmbeddedConnection> {
  const server = inject('postgres')
  const database = `test_${randomUUID().replaceAll('-', '')}`
  await onServer(server, `create database ${database}`)
  afterAll(() => onServer(server, `drop database ${database} with (force)`))
  return { ...server, database }
}

/** The same as a URL; its host may be a directory with a socket. */
export function urlOf({ host, port, user, database }: EmbeddedConnection): string {
  return `postgres://${user}@${encodeURIComponent(host)}:${port}/${database}`
}

async function onServer(server: EmbeddedConnection, statement: string): Promise<void> {
  const client = new pg.Client(server)
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
