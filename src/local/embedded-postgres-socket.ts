import { chownSync, lstatSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PostgresPlace } from './embedded-postgres-place.ts'

/** PostgreSQL names its socket after a port; nothing listens on that. */
export const socketPort = 5432
/** Bytes of a socket's path that fit into sockaddr_un everywhere: 104 on macOS (108 on Linux), with a NUL. */
const longestSocketPath = 103

/**
 * The directory of the socket. The place itself, unless its path is too long for a socket; then a short
 * one, noted in the place. A noted one counts only while it is the server account's own and closed to
 * others: after a reboot anybody could have made a directory of that name.
 */
export function socketDirectory(place: PostgresPlace): string | undefined {
  if (fitsSocket(place.directory)) return place.directory
  try {
    const noted = readFileSync(join(place.directory, 'socket-directory'), 'utf8')
    const stats = lstatSync(noted)
    const owner = place.account?.uid ?? process.getuid?.()
    return stats.isDirectory() && stats.uid === owner && (stats.mode & 0o077) === 0 ? noted : undefined
  } catch {
    return undefined
  }
}

/** The same, made when there is none. Only for the holder of the start lock. */
export function ensureSocketDirectory(place: PostgresPlace): string {
  const existing = socketDirectory(place)
  if (existing) return existing
  // Neither $TMPDIR (often long, and others may not enter) nor $XDG_RUNTIME_DIR, which ends with the
  // session while an upload may go on. mkdtemp answers with a new directory of ours, 0700.
  const short = mkdtempSync('/tmp/expensa-')
  if (place.account) chownSync(short, place.account.uid, place.account.gid)
  const note = join(place.directory, 'socket-directory')
  writeFileSync(`${note}.draft`, short)
  renameSync(`${note}.draft`, note)
  return short
}

function fitsSocket(directory: string): boolean {
  return Buffer.byteLength(join(directory, `.s.PGSQL.${socketPort}`)) <= longestSocketPath
}
