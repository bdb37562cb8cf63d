import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'

const bin = fileURLToPath(new URL('../../bin/expensa.js', import.meta.url))

export interface CliResult {
  code: number | null
  stdout: string
  stderr: string
}

/** The built CLI in local mode, spawned as people run it, with a data directory of its own. */
export async function openCli() {
  const home = await mkdtemp(join(tmpdir(), 'expensa-cli-'))
  afterAll(() => rm(home, { recursive: true, force: true }))
  const env = { PATH: process.env.PATH, HOME: home, TMPDIR: tmpdir(), EXPENSA_HOME: join(home, 'data') }

  function run(
    args: readonly string[],
    options: { input?: string; env?: Record<string, string>; cwd?: string } = {},
  ) {
    const child = spawn(process.execPath, [bin, ...args], {
      env: { ...env, ...options.env },
      cwd: options.cwd ?? home,
    })
    const result: CliResult = { code: null, stdout: '', stderr: '' }
    child.stdout.on('data', (data) => (result.stdout += data))
    child.stderr.on('data', (data) => (result.stderr += data))
    child.stdin.end(options.input ?? '')
    return new Promise<CliResult>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code) => resolve({ ...result, code }))
    })
  }

  /** Runs a command that has to succeed and print one JSON document. */
  async function json(args: readonly string[]) {
    const { code, stdout, stderr } = await run([...args, '--json'])
    if (code !== 0) throw new Error(`expensa ${args.join(' ')} ended with ${code}: ${stderr}`)
    return JSON.parse(stdout)
  }

  return { home, env, run, json }
}
