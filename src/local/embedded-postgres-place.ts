import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmdirSync,
  type Stats,
  statSync,
  symlinkSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { ExpensaError } from '../core/errors.ts'

/** The account the server runs as. */
export interface ServerAccount {
  name: string
  uid: number
  gid: number
}

/** Where one PostgreSQL keeps everything, and as whom it runs. */
export interface PostgresPlace {
  /** Absolute and without symlinks, 0700, owned by the account. Holds `data`, the log, socket and lock. */
  directory: string
  data: string
  /** The server's log. */
  log: string
  /** Undefined: as whoever runs this process. Set when this process is root, which PostgreSQL refuses. */
  account: ServerAccount | undefined
}

/** Where root's records and binaries go when their own place cannot be entered by anyone but root. */
export const sharedDirectory = '/var/lib/expensa'

/**
 * Makes the directory of the server ready and says where it really is. For root, whose home only root may
 * enter, `directory` becomes a link to a place under `sharedDirectory`.
 */
export function preparePlace(directory: string, log: (message: string) => void): PostgresPlace {
  mkdirSync(dirname(directory), { recursive: true, mode: 0o700 })
  const real = process.getuid?.() === 0 ? prepareForRoot(directory, log) : prepareForUser(directory)
  return { ...real, data: join(real.directory, 'data'), log: join(real.directory, 'server.log') }
}

function prepareForUser(directory: string): Pick<PostgresPlace, 'directory' | 'account'> {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const real = realpathSync(directory)
  // PostgreSQL refuses a data directory that others may enter, e.g. one restored from a backup.
  if (process.platform !== 'win32' && (statSync(real).mode & 0o077) !== 0) chmodSync(real, 0o700)
  return { directory: real, account: undefined }
}

function prepareForRoot(
  directory: string,
  log: (message: string) => void,
): Pick<PostgresPlace, 'directory' | 'account'> {
  const existing = lstatSync(directory, { throwIfNoEntry: false })
  if (existing?.isSymbolicLink() && !statSync(directory, { throwIfNoEntry: false })) {
    throw new ExpensaError(
      'database_unavailable',
      `The records are gone from ${readlinkSync(directory)}, where ${directory} points to.`,
      { hint: `Bring that directory back from a backup, or start empty: rm ${directory}` },
    )
  }
  const owner = existing ? statSync(directory) : undefined
  // Data that belongs to somebody already stays theirs: root may visit another person's records.
  const account = owner && owner.uid !== 0 ? accountOf(owner) : unprivilegedAccount()
  if (!existing) {
    letPass(dirname(directory), account)
    if (isReachable(dirname(directory), account)) mkdirSync(directory, { recursive: true, mode: 0o700 })
    else linkToSharedPlace(directory, account)
  }
  const real = realpathSync(directory)
  letPass(dirname(real), account)
  if (!isReachable(dirname(real), account)) {
    throw new ExpensaError(
      'database_unavailable',
      `PostgreSQL refuses to run as root, and ${account.name} may not enter ${dirname(real)}.`,
      {
        hint: 'Run expensa as an ordinary user, or set EXPENSA_HOME to a directory that others may enter.',
      },
    )
  }
  if (statSync(real).uid !== account.uid) chownSync(real, account.uid, account.gid)
  if ((statSync(real).mode & 0o777) !== 0o700) chmodSync(real, 0o700)
  if (!existing) {
    log(`PostgreSQL refuses to run as root: it runs as ${account.name} and keeps the records in ${real}`)
  }
  return { directory: real, account }
}

/**
 * Lets the account, and nobody else, pass through root's own 0700 directory to what it owns inside. That
 * way a home in a container's volume holds its records itself.
 */
function letPass(directory: string, account: ServerAccount): void {
  const { uid, mode } = statSync(directory)
  const closed = uid === 0 && (mode & 0o077) === 0
  if (!closed || !isReachable(dirname(realpathSync(directory)), account)) return
  chownSync(directory, 0, account.gid)
  chmodSync(directory, 0o710)
}

/** The link is what counts: who removes it, or the whole home, starts empty. */
function linkToSharedPlace(directory: string, account: ServerAccount): void {
  mkdirSync(sharedDirectory, { recursive: true, mode: 0o755 })
  chmodSync(sharedDirectory, 0o755)
  const place = mkdtempSync(join(sharedDirectory, 'postgres-'))
  chownSync(place, account.uid, account.gid)
  try {
    symlinkSync(place, directory)
  } catch (error) {
    rmdirSync(place)
    // Another process was first with its link.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

function isReachable(directory: string, account: ServerAccount): boolean {
  for (let current = realpathSync(directory); ; current = dirname(current)) {
    const stats = statSync(current)
    const bit = stats.uid === account.uid ? 0o100 : stats.gid === account.gid ? 0o010 : 0o001
    if ((stats.mode & bit) === 0) return false
    if (current === dirname(current)) return true
  }
}

function accountOf(owner: Stats): ServerAccount {
  const known = accounts().find((account) => account.uid === owner.uid)
  return known ?? { name: `user ${owner.uid}`, uid: owner.uid, gid: owner.gid }
}

function unprivilegedAccount(): ServerAccount {
  const known = accounts()
  for (const name of ['postgres', '_postgres', 'nobody']) {
    const account = known.find((candidate) => candidate.name === name && candidate.uid > 0)
    if (account) return account
  }
  throw new ExpensaError(
    'invalid_config',
    'PostgreSQL refuses to run as root, and this system has neither a user postgres nor nobody.',
    { hint: 'Run expensa as an ordinary user, or set EXPENSA_DATABASE_URL to a PostgreSQL that runs.' },
  )
}

function accounts(): ServerAccount[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 7)
    .map(([name, , uid, gid]) => ({ name: name ?? '', uid: Number(uid), gid: Number(gid) }))
}
