import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { release } from 'node:os'
import { join } from 'node:path'
import type { PostgresBinaries } from './embedded-postgres-binaries.ts'
import { explainFailure } from './embedded-postgres-failure.ts'
import type { PostgresPlace } from './embedded-postgres-place.ts'
import { findProcesses, serverEnvironment } from './embedded-postgres-process.ts'

/** The database, and the role that owns it. The role is no superuser, as on a hosted PostgreSQL. */
export const databaseName = 'expensa'

const draftPrefix = 'initialising-'

/**
 * Makes the data directory with an empty database. It appears complete or not at all: a draft is renamed
 * into place, and drafts of processes that died are removed. Only for the holder of the start lock.
 */
export async function initialiseData(place: PostgresPlace, binaries: PostgresBinaries): Promise<void> {
  removeDrafts(place)
  const draft = mkdtempSync(join(place.directory, draftPrefix))
  try {
    if (place.account) chownSync(draft, place.account.uid, place.account.gid)
    const password = process.platform === 'win32' ? await windowsPassword(place) : undefined
    const initdb = join(binaries.directory, 'initdb')
    await run(place, initdb, initdbArguments(place, binaries, draft))
    // The server's single-user mode: statements come line by line from stdin.
    const statements = [
      `CREATE ROLE ${databaseName} LOGIN CREATEDB CREATEROLE${password ? ` PASSWORD '${password}'` : ''};`,
      `CREATE DATABASE ${databaseName} OWNER ${databaseName};`,
    ]
    const alone = ['--single', '-D', draft, '-c', 'fsync=off', 'postgres']
    await run(place, join(binaries.directory, 'postgres'), alone, statements)
    // Written through to the disk once, at the end: file by file it is most of the time on a busy disk.
    const whole = binaries.major >= 17 && canSyncWholeDisk() ? ['--sync-method=syncfs'] : []
    await run(place, initdb, [`--pgdata=${draft}`, '--sync-only', ...whole])
    renameSync(draft, place.data)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    throw error
  }
}

/**
 * Whether the system can write a whole file system through at once and tell whether that went well: Linux
 * from 5.8; see syncfs(2).
 */
export function canSyncWholeDisk(): boolean {
  const [major = 0, minor = 0] = release().split('.').map(Number)
  return process.platform === 'linux' && (major > 5 || (major === 5 && minor >= 8))
}

function removeDrafts(place: PostgresPlace): void {
  const drafts = readdirSync(place.directory).filter((entry) => entry.startsWith(draftPrefix))
  for (const draft of drafts.map((name) => join(place.directory, name))) {
    // When a process is killed its initdb goes on, and has a child of its own in its process group.
    for (const { pid } of findProcesses().filter(({ command }) => isWorkingOn(draft, command))) {
      try {
        process.kill(-pid, 'SIGKILL')
      } catch {
        // It ended meanwhile.
      }
    }
    try {
      rmSync(draft, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
    } catch {
      // A draft that cannot be removed costs space, not records.
    }
  }
}

function isWorkingOn(draft: string, command: string): boolean {
  return command.includes(`initdb --pgdata=${draft} `) || command.includes(`postgres --single -D ${draft} `)
}

/** Text sorts by code point everywhere: collations of operating systems differ, and change with updates. */
function initdbArguments(place: PostgresPlace, binaries: PostgresBinaries, draft: string): string[] {
  return [
    `--pgdata=${draft}`,
    '--username=postgres',
    '--encoding=UTF8',
    '--locale=C',
    ...(binaries.major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : []),
    '--data-checksums',
    '--no-sync',
    '--wal-segsize=4',
    ...(process.platform === 'win32'
      ? ['--auth=scram-sha-256', `--pwfile=${passwordFile(place)}`]
      : // Who may connect is decided by the socket's directory: only its owner may enter.
        ['--auth=trust']),
  ]
}

/** Windows has no socket files that permissions protect: there it is TCP on loopback with a password. */
export async function windowsPassword(place: PostgresPlace): Promise<string> {
  const file = passwordFile(place)
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600 })
  return readFile(file, 'utf8')
}

function passwordFile(place: PostgresPlace): string {
  return join(place.directory, 'password')
}

/** Runs one of PostgreSQL's programs to its end, in a process group of its own: Ctrl-C does not break it. */
function run(place: PostgresPlace, program: string, args: string[], input: string[] = []): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: place.directory,
      env: serverEnvironment,
      stdio: ['pipe', 'ignore', 'pipe'],
      detached: true,
      windowsHide: true,
      ...(place.account && { uid: place.account.uid, gid: place.account.gid }),
    })
    let output = ''
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      output = (output + chunk).slice(-8000)
    })
    child.stdin.on('error', () => {}) // It ended before it read everything: its exit code tells.
    child.stdin.end(input.map((line) => `${line}\n`).join(''))
    child.on('error', (cause) => reject(explainFailure(place, cause.message)))
    child.on('close', (code) => {
      if (code === 0 && !/\b(ERROR|FATAL|PANIC): /.test(output)) resolve()
      else reject(explainFailure(place, output))
    })
  })
}
