import { randomUUID } from 'node:crypto'
import { linkSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findProcess, processIdentity } from './embedded-postgres-process.ts'

const prefix = 'start-lock.'

/**
 * Takes the lock of this directory, or answers undefined while a living process holds it. The lock of a
 * process that died is free at once; nobody has to clean up after it.
 *
 * Each holder creates the file of the next generation, `start-lock.<n+1>`, after it saw that the holder of
 * the highest generation let go or is dead. Why two never hold it together:
 * - Creating a generation is exclusive (`link` fails when it exists), and its content is complete at once.
 * - The highest generation is never deleted, lower ones only by the holder of a higher one. So whoever
 *   comes late with an outdated highest generation either finds the next one taken, or creates it anew and
 *   then sees the higher one; and steps back.
 */
export function tryLock(directory: string): { release(): void } | undefined {
  const highest = generations(directory).at(-1) ?? 0
  if (highest > 0 && isHeld(join(directory, prefix + highest))) return undefined

  const mine = join(directory, prefix + (highest + 1))
  const self = findProcess(process.pid)
  const draft = join(directory, `${prefix}draft-${randomUUID()}`)
  try {
    writeFileSync(draft, self ? processIdentity(self) : `${process.pid}`, { mode: 0o644 })
    linkSync(draft, mine)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
  const later = generations(directory)
  if (later.at(-1) !== highest + 1) {
    rmSync(mine, { force: true })
    return undefined
  }
  for (const generation of later.slice(0, -1)) {
    rmSync(join(directory, prefix + generation), { force: true })
  }
  return {
    release() {
      // Emptied, not deleted: the highest generation has to stay. Works on a full disk, too.
      truncateSync(mine)
    },
  }
}

function generations(directory: string): number[] {
  return readdirSync(directory)
    .flatMap((name) => (/^start-lock\.\d+$/.test(name) ? [Number(name.slice(prefix.length))] : []))
    .sort((a, b) => a - b)
}

function isHeld(file: string): boolean {
  let holder: string
  try {
    holder = readFileSync(file, 'utf8')
  } catch (error) {
    // A holder of a higher generation removed it meanwhile.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true
    throw error
  }
  if (holder === '') return false
  const found = findProcess(Number.parseInt(holder, 10))
  return found !== undefined && (processIdentity(found) === holder || holder === `${found.pid}`)
}
