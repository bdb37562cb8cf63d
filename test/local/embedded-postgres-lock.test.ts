import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tryLock } from '../../src/local/embedded-postgres-lock.ts'
import { until } from '../support/participant.ts'

const directory = mkdtempSync(join(tmpdir(), 'expensa-lock-'))
const program = join(directory, 'program.mjs')
beforeAll(async () => {
  await build({
    entryPoints: [fileURLToPath(new URL('../support/lock-main.ts', import.meta.url))],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
  })
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

function contend(locks: string, notes: string, rounds: number): ChildProcess {
  return spawn(process.execPath, [program, locks, notes, String(rounds)], { stdio: 'inherit' })
}

test('the lock is held by one at a time, whoever else wants it', async () => {
  const locks = mkdtempSync(join(directory, 'locks-'))
  expect(tryLock(locks)).toBeDefined()
  expect(tryLock(locks)).toBeUndefined()
})

test('the lock can be taken again once it was released', async () => {
  const locks = mkdtempSync(join(directory, 'locks-'))
  for (let round = 0; round < 3; round++) {
    const lock = tryLock(locks)
    expect(lock).toBeDefined()
    lock?.release()
  }
  expect(readdirSync(locks)).toEqual(['start-lock.3'])
})

test('the lock passes from process to process, and from those that are killed', async () => {
  const locks = mkdtempSync(join(directory, 'locks-'))
  const notes = join(locks, 'notes')
  const rounds = 100
  const living = [1, 2, 3].map(() => contend(locks, notes, rounds))
  const ends = living.map((child) => once(child, 'exit'))
  const killed = new Set<number>()
  for (let victims = 0; victims < 5; victims++) {
    const victim = contend(locks, notes, 1_000_000)
    const has = new RegExp(`^${victim.pid} got it$`, 'm')
    await until(() => existsSync(notes) && has.test(readFileSync(notes, 'utf8')), 'the victim had the lock')
    victim.kill('SIGKILL')
    killed.add(victim.pid ?? 0)
    await once(victim, 'exit')
  }
  await Promise.all(ends)

  let holder: number | undefined
  let turns = 0
  for (const line of readFileSync(notes, 'utf8').trim().split('\n')) {
    const pid = Number.parseInt(line, 10)
    if (line.endsWith('got it')) {
      // The one before let go, or was killed while it held the lock.
      expect(holder === undefined || killed.has(holder)).toBe(true)
      holder = pid
      if (!killed.has(pid)) turns++
    } else {
      expect(pid).toBe(holder)
      holder = undefined
    }
  }
  expect(turns).toBe(3 * rounds)
})
