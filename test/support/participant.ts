import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll } from 'vitest'
import { install } from './install-participant.ts'

/** Whom a participant runs as. */
export interface TestUser {
  name: string
  uid: number
  gid: number
}

/** Whoever runs the tests. */
export const self: TestUser = {
  name: 'this user',
  uid: process.getuid?.() ?? -1,
  gid: process.getgid?.() ?? -1,
}
export const nobody: TestUser = { name: 'nobody', uid: 65534, gid: 65534 }

export const isRoot = self.uid === 0
/** Root can be an ordinary user, too; an ordinary user is only themselves. */
export const testUsers: TestUser[] = isRoot ? [{ ...self, name: 'root' }, nobody] : [self]

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

interface Opened {
  connection: { host: string; port: number; user: string; database: string }
  startedHere: boolean
  alone: boolean
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
  child.stdin.on('error', () => {}) // It was killed: the missing answer tells.
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
  try {
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10)
    return isRunning(pid) ? pid : undefined
  } catch {
    // Not there, or taken away at this moment.
    return undefined
  }
}

/** The pid of the server that has to run there. Without one, a signal would go to all of this process group. */
export function runningServerPid(home: string): number {
  const pid = serverPid(home)
  if (pid === undefined) throw new Error(`No server runs in ${home}.`)
  return pid
}

/** Has the server end where one still runs: the last command has told it to, one that was killed has not. */
export async function endServer(home: string): Promise<void> {
  const pid = serverPid(home)
  if (pid !== undefined) process.kill(pid, 'SIGINT')
  await until(() => serverPid(home) === undefined, 'the server has ended')
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

/** What the tests of one user share: an installation, new homes, and the removal of it all. */
export function useParticipants(user: TestUser) {
  const directory = publicDirectory()
  const homes: string[] = []
  const participants: Participant[] = []
  let program = ''
  beforeAll(async () => {
    program = await install(directory)
  })
  afterAll(async () => {
    // After a failed test some are left, and would start their server again.
    await Promise.all(participants.map((participant) => participant.kill()))
    for (const home of homes) await endServer(home)
    await rm(directory, { recursive: true, force: true })
  }, 120_000)
  const ended = (home: string) => until(() => serverPid(home) === undefined, 'the server has ended')
  return {
    newHome(name = `home-${homes.length}`): string {
      const home = homeOf(user, directory, name)
      homes.push(home)
      return home
    },
    open(home: string, options: { detached?: boolean } = {}): Participant {
      const participant = participate({ program, home, user, ...options })
      participants.push(participant)
      return participant
    },
    /** Waits for the end of a server that the last one who left has told to stop. */
    ended,
  }
}
