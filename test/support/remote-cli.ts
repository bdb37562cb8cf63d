import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Finished, program } from './cli.ts'
import { uniquePicture } from './cloud.ts'

export interface RemoteRunOptions {
  input?: string
  env?: Record<string, string>
  /** Gets the process as soon as it runs. */
  started?: (child: ChildProcess) => void
}

export type RemoteCli = Awaited<ReturnType<typeof openRemoteCli>>

/** The built command as several persons use it against a backend, each with settings of their own. */
export async function openRemoteCli() {
  const directory = await mkdtemp(join(tmpdir(), 'expensa-people-'))

  async function expensa(
    person: string,
    args: readonly string[],
    options: RemoteRunOptions = {},
  ): Promise<Finished> {
    const env = { PATH: process.env.PATH, HOME: directory, XDG_CONFIG_HOME: join(directory, person) }
    const child = spawn(process.execPath, [program, ...args], { env: { ...env, ...options.env } })
    const ended = once(child, 'close')
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', (part) => out.push(part))
    child.stderr.on('data', (part) => err.push(part))
    child.stdin.on('error', () => {}) // It may end without reading.
    child.stdin.end(options.input ?? '')
    options.started?.(child)
    const [code] = await ended
    return { code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }
  }

  return {
    directory,
    expensa,
    /** Makes an account at a backend with open registration, and is signed in. */
    async register(person: string, url: string): Promise<void> {
      const args = ['register', '--url', url, '--email', `${person}@example.com`, '--password-stdin']
      const { code, stderr } = await expensa(person, args, { input: 'a long password\n' })
      if (code !== 0) throw new Error(stderr)
    },
    /** A folder with so many pictures, no two of them alike. */
    async folderOf(name: string, count: number): Promise<string> {
      const folder = await mkdtemp(join(directory, `${name}-`))
      for (let i = 0; i < count; i++) await writeFile(join(folder, `${i}.jpg`), await uniquePicture())
      return folder
    },
    close: () => rm(directory, { recursive: true, force: true }),
  }
}
