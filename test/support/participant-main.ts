import { createInterface } from 'node:readline'
import pg from 'pg'
import { openEmbeddedPostgres } from '../../src/local/embedded-postgres.ts'

/*
 * A process that uses the embedded PostgreSQL, for tests of several of them. Statements come in on stdin,
 * one JSON string per line; everything else goes out on stdout, one JSON object per line.
 */
const directory = process.argv[2] ?? ''
const say = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`)

try {
  const logged: string[] = []
  const postgres = await openEmbeddedPostgres({
    directory,
    env: process.env,
    log: (message) => logged.push(message),
  })
  const { connection, startedHere, alone } = postgres
  say({ opened: { connection, startedHere, alone, directory: postgres.directory, logged } })
  const pool = new pg.Pool({ ...connection, max: 1 })
  pool.on('error', () => {}) // The next statement tells.
  for await (const line of createInterface({ input: process.stdin })) {
    try {
      const { rows } = await pool.query(JSON.parse(line) as string)
      say({ rows })
    } catch (error) {
      say({ failed: { message: String(error) } })
    }
  }
  await pool.end()
  await postgres.close()
  say({ closed: true })
} catch (error) {
  const { code, message, hint } = error as { code?: string; message?: string; hint?: string }
  say({ failed: { code, message, hint } })
  process.exitCode = 1
}
