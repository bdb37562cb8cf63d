import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

/** Where Debian installs servers, by their major version; what is not installed is not listed. */
export const installedPostgres = [15, 16, 17]
  .map((version) => ({ version, bin: `/usr/lib/postgresql/${version}/bin` }))
  .filter(({ bin }) => existsSync(join(bin, 'initdb')))

/** A new server of an installed version on a socket, with an empty database. */
export async function startInstalledPostgres(bin: string) {
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
