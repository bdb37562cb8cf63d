import {
  closeSync,
  constants,
  fchownSync,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  renameSync,
} from 'node:fs'
import type { PostgresPlace } from './embedded-postgres-place.ts'

/** Bytes. */
const longestLog = 1024 * 1024

/** Opens the log for the next run of the server; a long one becomes `server.log.1`. */
export function openLog(place: PostgresPlace): number {
  if ((lstatSync(place.log, { throwIfNoEntry: false })?.size ?? 0) > longestLog) {
    renameSync(place.log, `${place.log}.1`)
  }
  // Not through a symlink: for root the directory belongs to another account.
  const flags = constants.O_CREAT | constants.O_APPEND | constants.O_RDWR | (constants.O_NOFOLLOW ?? 0)
  const log = openSync(place.log, flags, 0o600)
  if (place.account) fchownSync(log, place.account.uid, place.account.gid)
  return log
}

/** What was written since the log had `from` bytes. */
export function readLog(place: PostgresPlace, from: number): string {
  const log = openSync(place.log, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0))
  try {
    const length = Math.min(fstatSync(log).size - from, 64 * 1024)
    const text = Buffer.alloc(Math.max(length, 0))
    readSync(log, text, 0, text.length, from)
    return text.toString('utf8')
  } finally {
    closeSync(log)
  }
}
