import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, fstatSync, lstatSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { PostgresBinaries } from './embedded-postgres-binaries.ts'
import { explainFailure } from './embedded-postgres-failure.ts'
import { canSyncWholeDisk } from './embedded-postgres-initdb.ts'
import { openLog, readLog } from './embedded-postgres-log.ts'
import type { PostgresPlace } from './embedded-postgres-place.ts'
import { findProcess, findProcesses, serverEnvironment } from './embedded-postgres-process.ts'
import { ensureSocketDirectory, socketDirectory, socketPort } from './embedded-postgres-socket.ts'

/** Where the server listens: the directory of its socket, or 127.0.0.1 on Windows. */
export interface Endpoint {
  host: string
  port: number
}

/**
 * The running server of this place: its pid from postmaster.pid, if that process is alive and really is
 * this server. Also while it starts up or shuts down. Undefined for a pid that another process got since.
 */
export function findServer(place: PostgresPlace): { pid: number; ready: boolean } | undefined {
  const lines = pidFileLines(place)
  const pid = Number.parseInt(lines[0] ?? '', 10)
  const found = Number.isNaN(pid) ? undefined : findProcess(pid)
  const ours = process.platform === 'win32' || (found && isServerCommand(place, found.command))
  // Line 8 is the state; see miscadmin.h, LOCK_FILE_LINE_PM_STATUS.
  return found && ours ? { pid, ready: lines[7]?.trim() === 'ready' } : undefined
}

/** Of postmaster.pid, which a server may take away at any moment; none when it is not there. */
function pidFileLines(place: PostgresPlace): string[] {
  try {
    return readFileSync(join(place.data, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return []
  }
}

/** Where to connect, or undefined when no server can be there. */
export function findEndpoint(place: PostgresPlace): Endpoint | undefined {
  if (process.platform === 'win32') {
    const lines = pidFileLines(place)
    return lines[3] ? { host: '127.0.0.1', port: Number(lines[3]) } : undefined
  }
  const host = socketDirectory(place)
  return host ? { host, port: socketPort } : undefined
}

/**
 * Starts the server and waits until it is ready. It outlives this process, Ctrl-C and the terminal.
 * False when it is worth another try: somebody else's start came first, this one was killed, or what is
 * left of a killed server still has to go.
 * Only for the holder of the start lock, when `findServer` finds none.
 */
export async function startServer(place: PostgresPlace, binaries: PostgresBinaries): Promise<boolean> {
  removeStaleLockFiles(place)
  const log = openLog(place)
  const before = fstatSync(log).size
  const listen =
    process.platform === 'win32'
      ? { listen_addresses: '127.0.0.1', port: String(await freePort()) }
      : {
          listen_addresses: '',
          port: String(socketPort),
          unix_socket_directories: quoted(ensureSocketDirectory(place)),
        }
  const settings = Object.entries({ ...serverSettings(place, binaries), ...listen })
  const child = spawn(
    join(binaries.directory, 'postgres'),
    ['-D', place.data, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    {
      detached: true,
      cwd: place.directory,
      env: serverEnvironment,
      stdio: ['ignore', log, log],
      windowsHide: true,
      ...(place.account && { uid: place.account.uid, gid: place.account.gid }),
    },
  )
  closeSync(log)
  let failed: Error | undefined
  child.once('error', (error) => {
    failed = error
  })
  child.unref()
  while (!failed && child.exitCode === null && child.signalCode === null) {
    if (findServer(place)?.ready) return true
    await sleep(3)
  }
  // Killed from outside, which says nothing about the next attempt.
  if (child.signalCode !== null) return false
  const ended = failed?.message ?? readLog(place, before)
  if (/pre-existing shared memory block/.test(ended)) {
    endOrphans(place)
    return false
  }
  if (/lock file ".*" (already exists|is empty)/.test(ended)) return false
  throw explainFailure(place, ended)
}

/** Tells the server to disconnect everybody, write everything down and end; does not wait for that. */
export function stopServer(place: PostgresPlace, binaries: () => PostgresBinaries): void {
  const server = findServer(place)
  if (!server) return
  if (process.platform === 'win32') {
    // A signal would end it the hard way there; pg_ctl has its own channel to the server.
    spawn(join(binaries().directory, 'pg_ctl'), ['kill', 'INT', String(server.pid)], { windowsHide: true })
    return
  }
  try {
    process.kill(server.pid, 'SIGINT')
  } catch {
    // It ended by itself meanwhile.
  }
}

/**
 * Removes the lock files of a killed server whose pid another process has got since, or which is a zombie:
 * only then would PostgreSQL take it for alive and refuse to start. All other cases it heals itself, and
 * more safely.
 */
function removeStaleLockFiles(place: PostgresPlace): void {
  const sockets = socketDirectory(place)
  const files = [
    join(place.data, 'postmaster.pid'),
    ...(sockets ? [join(sockets, `.s.PGSQL.${socketPort}.lock`)] : []),
  ]
  for (const file of files) {
    try {
      const pid = Number.parseInt(readFileSync(file, 'utf8'), 10)
      // A file without a pid is one being written, or the trace of a power failure.
      const stale = Number.isNaN(pid) ? Date.now() - lstatSync(file).mtimeMs > 5_000 : process.kill(pid, 0)
      if (stale) rmSync(file, { force: true })
    } catch {
      // No such file, or no such process.
    }
  }
}

/**
 * Ends the processes of a killed server that still hold its shared memory. They end by themselves, but
 * one that is in the middle of something does so late. What they had committed is already on the disk.
 */
function endOrphans(place: PostgresPlace): void {
  for (const { pid, command } of findProcesses()) {
    const title = command.startsWith(`postgres: ${clusterName(place)}: `)
    if (!title && !isServerCommand(place, command)) continue
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It ended meanwhile, or is somebody else's.
    }
  }
}

function isServerCommand(place: PostgresPlace, command: string): boolean {
  return command.includes(`postgres -D ${place.data} -c `)
}

/** Given on the command line, so that an update of expensa changes them for existing data too. */
function serverSettings(place: PostgresPlace, binaries: PostgresBinaries): Record<string, string> {
  return {
    cluster_name: clusterName(place),
    unix_socket_permissions: '0700',
    max_connections: '100',
    shared_buffers: '32MB',
    huge_pages: 'off',
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    // After a crash all files are written through before anything else: one by one takes seconds.
    ...(canSyncWholeDisk() && { recovery_init_sync_method: 'syncfs' }),
    // No replication: less to write, and processes less to start.
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_logical_replication_workers: '0',
    min_wal_size: '32MB',
    max_wal_size: '256MB',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // The log explains starts and crashes. It shows neither statements nor values, which are private.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    logging_collector: 'off',
    ...(binaries.major >= 18 && { io_method: 'sync' }),
  }
}

/** Shows in the titles of all the server's processes. */
function clusterName(place: PostgresPlace): string {
  return `expensa-${createHash('sha256').update(place.data).digest('hex').slice(0, 16)}`
}

/** An element of a list setting. */
function quoted(element: string): string {
  return `"${element.replaceAll('"', '""')}"`
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
