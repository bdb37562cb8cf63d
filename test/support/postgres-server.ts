import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

/** A new server of any version on a socket, by the programs in `bin`: initdb and postgres. */
export async function startPostgres(bin: string) {
  const directory = await mkdtemp(join(tmpdir(), 'expensa-pg-'))
  // PostgreSQL refuses to run as root: 65534 is nobody.
  const root = process.getuid?.() === 0
  if (root) await chown(directory, 65534, 65534)
  const options = { stdio: 'ignore' as const, ...(root ? { uid: 65534, gid: 65534 } : {}) }
  const data = join(directory, 'data')
  const [code] = await once(
    spawn(join(bin, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-N'], options),
    'exit',
  )
  if (code !== 0) throw new Error(`initdb ended with ${code}`)
  const server = spawn(
    join(bin, 'postgres'),
    ['-D', data, '-k', directory, '-c', 'listen_addresses=', '-F'],
    options,
  )
  const ended = once(server, 'exit')
  const connection = { host: directory, port: 5432, user: 'postgres', database: 'postgres' }
  while (!(await answers(connection))) {
    if (server.exitCode !== null) throw new Error(`postgres ended with ${server.exitCode}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return {
    connection,
    async close() {
      server.kill('SIGINT')
      await ended
      await rm(directory, { recursive: true, force: true })
    },
  }
}

async function answers(connection: pg.ClientConfig): Promise<boolean> {
  const client = new pg.Client(connection)
  try {
    await client.connect()
    await client.end()
    return true
  } catch {
    return false
  }
}
