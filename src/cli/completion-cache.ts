import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What was last known to complete with; kept apart for each backend and data directory. */
export interface CompletionCache {
  /** Undefined when nothing is kept. */
  read(): unknown
  write(value: unknown): void
}

/** `place` names the backend or the data directory. Files beside the credentials, for their owner only: they say what somebody bought. */
export function openCompletionCache(directory: string, place: () => string): CompletionCache {
  const pathOf = () =>
    join(directory, `completions-${createHash('sha256').update(place()).digest('hex').slice(0, 12)}.json`)
  return {
    read() {
      try {
        return JSON.parse(readFileSync(pathOf(), 'utf8'))
      } catch {
        return undefined
      }
    },
    write(value) {
      const path = pathOf()
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
      const temporary = `${path}.${process.pid}.tmp`
      writeFileSync(temporary, JSON.stringify(value), { mode: 0o600 })
      renameSync(temporary, path)
    },
  }
}
