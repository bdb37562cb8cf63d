import { existsSync, readFileSync } from 'node:fs'
import { join as joinPath } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ExpensaError } from '../core/errors.ts'
import { findPostgresBinaries, type PostgresBinaries } from './embedded-postgres-binaries.ts'
import { explainFileError } from './embedded-postgres-failure.ts'
import { databaseName, initialiseData, windowsPassword } from './embedded-postgres-initdb.ts'
import { tryLock } from './embedded-postgres-lock.ts'
import { type PostgresPlace, preparePlace, sharedDirectory } from './embedded-postgres-place.ts'
import { isLastToLeave, join, type Presence } from './embedded-postgres-presence.ts'
import { findEndpoint, findServer, startServer, stopServer } from './embedded-postgres-server.ts'

/** What a pool needs to connect: a socket's directory as host and no password, except on Windows. */
export interface EmbeddedConnection {
  host: string
  port: number
  user: string
  database: string
  password?: string
}

export interface EmbeddedPostgres {
  connection: EmbeddedConnection
  /** Where the records really are: elsewhere than asked for when only root may enter that place. */
  directory: string
  /** True when this call started the server, false when it joined one that ran. */
  startedHere: boolean
  /** True when nobody else used the records then: what others left half done, they will not finish. */
  alone: boolean
  /** Leaves; the last one stops the server. End every pool on `connection` before. */
  close(): Promise<void>
}

export interface EmbeddedPostgresOptions {
  /** Holds everything of this PostgreSQL, e.g. `$EXPENSA_HOME/postgres`. Created when missing, 0700. */
  directory: string
  /** Its PATH is searched for an installed PostgreSQL where the packaged one does not run. */
  env: NodeJS.ProcessEnv
  log?: (message: string) => void
}

/** Milliseconds. A server that recovers from a crash in the middle of a big import may take its time. */
const patience = 120_000
/** Milliseconds until a server that is ready but cannot be reached, its socket deleted, is stopped. */
const unreachablePatience = 3_000

/**
 * Starts the PostgreSQL of this directory, or joins the one that runs.
 *
 * Everybody who uses the server holds a shared advisory lock. Who leaves gives it back and tries to get it
 * exclusively: whoever succeeds was the last, stops the server, and nobody can join meanwhile. PostgreSQL
 * drops the lock of a process that dies, so there is no count that could go wrong.
 */
export async function openEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  try {
    return await open(options)
  } catch (error) {
    throw explainFileError(options.directory, error)
  }
}

async function open(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const log = options.log ?? (() => {})
  const place = preparePlace(options.directory, log)
  const binaries = () => findBinaries(place, options.env)
  const opened = await joinOrStart(place, binaries, log)

  // When the server is killed, whoever is left starts it again and stays a participant.
  let closing = false
  let presence = Promise.resolve(opened.presence)
  const stayPresent = (current: Presence) => {
    current.client.once('end', () => {
      if (closing) return
      log('The connection to PostgreSQL broke: connecting again.')
      presence = joinOrStart(place, binaries, log).then((next) => stayPresent(next.presence))
      presence.catch((error: Error) => log(error.message))
    })
    return current
  }
  stayPresent(opened.presence)

  return {
    connection: opened.connection,
    directory: place.directory,
    startedHere: opened.startedHere,
    alone: opened.presence.alone,
    async close() {
      closing = true
      // Without a presence there is nothing to leave: the next one who opens this place sees to it.
      const current = await presence.catch(() => undefined)
      if (current) await leave(current, place, binaries)
    },
  }
}

interface Opened {
  presence: Presence
  connection: EmbeddedConnection
  startedHere: boolean
}

async function joinOrStart(
  place: PostgresPlace,
  binaries: () => PostgresBinaries,
  log: (message: string) => void,
): Promise<Opened> {
  const deadline = Date.now() + patience
  let unreachableSince: number | undefined
  let startedHere = false
  while (Date.now() < deadline) {
    const connection = await findConnection(place)
    const outcome = connection ? await join(connection) : 'unreachable'
    if (connection && typeof outcome === 'object') return { presence: outcome, connection, startedHere }

    if (outcome === 'unreachable') {
      startedHere = await startUnlessRunning(place, binaries, log)
      if (startedHere) continue
      unreachableSince = findServer(place)?.ready ? (unreachableSince ?? Date.now()) : undefined
      if (unreachableSince !== undefined && Date.now() - unreachableSince > unreachablePatience) {
        stopServer(place, binaries)
        unreachableSince = undefined
      }
    } else unreachableSince = undefined
    do await sleep(10)
    while (findServer(place)?.ready === false && Date.now() < deadline)
  }
  const server = findServer(place)
  throw new ExpensaError(
    'database_unavailable',
    `PostgreSQL in ${place.directory} does not answer${server ? ` (process ${server.pid})` : ''}.`,
    {
      hint: `Try again in a minute. Its log is in ${place.log}.`,
    },
  )
}

async function startUnlessRunning(
  place: PostgresPlace,
  binaries: () => PostgresBinaries,
  log: (message: string) => void,
): Promise<boolean> {
  if (findServer(place)) return false
  const lock = tryLock(place.directory)
  if (!lock) return false
  try {
    // Once more, now that nobody else starts one.
    if (findServer(place)) return false
    const found = binaries()
    if (!existsSync(place.data)) {
      log(`Preparing the place for the records in ${place.directory}`)
      await initialiseData(place, found)
    }
    return await startServer(place, found)
  } finally {
    lock.release()
  }
}

async function leave(
  presence: Presence,
  place: PostgresPlace,
  binaries: () => PostgresBinaries,
): Promise<void> {
  try {
    if (await isLastToLeave(presence)) {
      const ended = new Promise<void>((resolve) => presence.client.once('end', () => resolve()))
      stopServer(place, binaries)
      // Once the server has disconnected us it accepts nobody; nobody has to wait for its end. If it does
      // not react, it stays for the next one.
      await Promise.race([ended, sleep(2_000, undefined, { ref: false })])
    }
    await presence.client.end()
  } catch {
    // The server went away by itself.
  }
}

async function findConnection(place: PostgresPlace): Promise<EmbeddedConnection | undefined> {
  const endpoint = findEndpoint(place)
  if (!endpoint) return undefined
  const connection = { ...endpoint, user: databaseName, database: databaseName }
  if (process.platform !== 'win32') return connection
  return { ...connection, password: await windowsPassword(place) }
}

function findBinaries(place: PostgresPlace, env: NodeJS.ProcessEnv): PostgresBinaries {
  const versionFile = joinPath(place.data, 'PG_VERSION')
  return findPostgresBinaries({
    major: existsSync(versionFile) ? Number.parseInt(readFileSync(versionFile, 'utf8'), 10) : undefined,
    account: place.account,
    env,
    copyInto: place.account ? sharedDirectory : place.directory,
  })
}
