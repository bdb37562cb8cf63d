import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, mkdirSync, mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { spawn as spawnTerminal } from '@lydell/node-pty'
import { inject } from 'vitest'
import { afterFile } from './after-file.ts'
import { endServer, isRoot, self, type TestUser } from './participant.ts'

/** The command as it is installed; it runs the built code in dist. */
export const program = fileURLToPath(new URL('../../bin/expensa.js', import.meta.url))

export interface Finished {
  stdout: string
  stderr: string
  /** Null for a process that was killed. */
  code: number | null
}

export interface RunOptions {
  env?: NodeJS.ProcessEnv
  cwd?: string
  input?: string
}

export interface Running {
  child: ChildProcess
  /** Resolves when stderr has shown this; rejects when the process ends before. */
  shown(pattern: RegExp): Promise<void>
  finished: Promise<Finished>
}

export interface TerminalOptions {
  columns?: number
  env?: Record<string, string>
  /** A file for stdout; the terminal then shows stderr only. */
  stdoutTo?: string
  /** Keys to press, each once the screen shows what it waits for. */
  steps?: readonly (readonly [waitFor: string, press: string])[]
}

export interface CliOptions {
  user?: TestUser
  /** Settings of all its commands. */
  env?: NodeJS.ProcessEnv
  /** Without a data directory, as on the very first start; else with one that has no records yet. */
  first?: boolean
  after?: (cleanUp: () => Promise<void>) => void
}

export type Cli = ReturnType<typeof openCli>

/**
 * The built command in a home of its own, without any records. Its PostgreSQL ends, and all is
 * removed, after the tests of the file; or after one test, which then begins anew when it is tried again:
 * `openCli({ after: onTestFinished })`.
 */
export function openCli({
  user = self,
  env: settings = {},
  first = user !== self,
  after = afterFile,
}: CliOptions = {}) {
  const home = mkdtempSync(join(tmpdir(), 'expensa-cli-'))
  // Whoever runs PostgreSQL has to get through to the data directory, which is closed itself.
  chmodSync(home, 0o755)
  const data = join(home, 'data')
  mkdirSync(join(home, 'files'))
  // With owners: the database's files belong to whoever runs it.
  if (!first) execFileSync('cp', ['-a', inject('records'), data])
  if (isRoot) chownSync(home, user.uid, user.gid)
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    EXPENSA_HOME: data,
    LANG: 'C.UTF-8',
    TERM: 'xterm-256color',
    EXPENSA_CONCURRENCY: '1',
    ...settings,
  }
  /** A test may give a command another data directory; each has a server of its own. */
  const dataDirectories = new Set([data])
  after(async () => {
    for (const directory of dataDirectories) await endServer(directory)
    await rm(home, { recursive: true, force: true })
  })

  function start(args: readonly string[], options: RunOptions = {}): Running {
    if (options.env?.EXPENSA_HOME) dataDirectories.add(options.env.EXPENSA_HOME)
    const child = spawn(process.execPath, [program, ...args], {
      cwd: options.cwd ?? home,
      env: { ...env, ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(isRoot && { uid: user.uid, gid: user.gid }),
    })
    const output = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output.stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output.stderr += text
    })
    child.stdin.on('error', () => {}) // It may end without reading.
    child.stdin.end(options.input ?? '')
    const finished = new Promise<Finished>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code) => resolve({ ...output, code }))
    })
    async function shown(pattern: RegExp): Promise<void> {
      while (!pattern.test(output.stderr)) {
        const ended = await Promise.race([finished, once(child.stderr, 'data').then(() => null)])
        if (ended && !pattern.test(output.stderr)) {
          throw new Error(`It never showed ${pattern}, but: ${output.stderr}`)
        }
      }
    }
    return { child, shown, finished }
  }

  const run = (args: readonly string[], options?: RunOptions) => start(args, options).finished

  /** The parsed document of a `--json` command that has to end well. */
  async function json(args: readonly string[]) {
    const { stdout, stderr, code } = await run([...args, '--json'])
    if (code !== 0) throw new Error(`expensa ${args.join(' ')} exited with ${code}: ${stderr}`)
    return JSON.parse(stdout)
  }

  /** Runs on a terminal: what it shows, and the exit code. */
  function terminal(
    args: readonly string[],
    { columns = 100, env: more = {}, stdoutTo = '/dev/tty', steps = [] }: TerminalOptions = {},
  ) {
    return new Promise<{ screen: string; code: number }>((resolve) => {
      const left = [...steps]
      let screen = ''
      let seen = 0
      const command = ['-c', 'exec "$@" > "$0"', stdoutTo, process.execPath, program, ...args]
      const child = spawnTerminal('sh', command, {
        cols: columns,
        rows: 40,
        cwd: home,
        env: { ...env, ...more },
      })
      child.onData((text) => {
        screen += text.replaceAll('\r\n', '\n')
        for (let [step] = left; step && screen.indexOf(step[0], seen) >= 0; [step] = left) {
          seen = screen.indexOf(step[0], seen) + step[0].length
          child.write(step[1])
          left.shift()
        }
      })
      child.onExit(({ exitCode }) => resolve({ screen, code: exitCode }))
    })
  }

  /** Without any records again: how a test that is tried again begins. */
  async function forget(): Promise<void> {
    await endServer(data)
    await rm(data, { recursive: true, force: true })
  }

  return { home, data, env, start, run, json, terminal, forget }
}
