import { watch } from 'node:fs'
import { stat } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { findFiles, isBelow } from './find-files.ts'

export interface WatchedFile {
  path: string
  /** Size and time of change: another stamp is another file. */
  stamp: string
  /** It was given before, and is given again. */
  again: boolean
}

export interface Watcher {
  /** Files that have not changed for the settle time, and are not done with. */
  ready(): Promise<WatchedFile[]>
  /** Not given again until the file changes. */
  done(file: WatchedFile): void
  /** Not given again for so long. */
  later(file: WatchedFile, milliseconds: number): void
  /** Until something may have changed. */
  rest(): Promise<void>
  close(): void
}

export interface WatchDirectoryOptions {
  settleMs: number
  /** Look at the directory this often instead of being told of changes; null is being told. */
  pollMs: number | null
  /** A directory that is left alone, e.g. where files are moved to. */
  except: string | null
  /** Where Expensa keeps its own files. */
  records: string
  now: () => Date
  signal: AbortSignal
}

/** Even when nobody tells of changes (some network drives), they are found after a while. */
const longestRestMs = 60_000
/** Browsers and sync programs name files like this until they are complete. */
const incomplete = /\.(part|partial|crdownload|download|tmp|filepart)$|~$/i

/** Looks after a directory into which something else writes files. */
export function watchDirectory(directory: string, options: WatchDirectoryOptions): Watcher {
  const { settleMs, pollMs, now, signal } = options
  const seen = new Map<string, { stamp: string; since: number; done: boolean; again: boolean }>()
  let wake: () => void = () => {}
  const watcher = pollMs === null ? watch(directory, { recursive: true, signal }, () => wake()) : undefined
  // A directory that goes away, or a limit of the system: then it is looked at now and then.
  watcher?.on('error', () => {})

  const isLeftAlone = (path: string) =>
    incomplete.test(path) || (options.except !== null && isBelow(options.except, path))

  async function ready(): Promise<WatchedFile[]> {
    const time = now().getTime()
    const found: WatchedFile[] = []
    const present = new Set<string>()
    for (const path of await list(directory, options.records)) {
      if (isLeftAlone(path)) continue
      const info = await stat(path).catch(() => null)
      if (!info?.isFile()) continue
      present.add(path)
      const stamp = `${info.size}:${info.mtimeMs}`
      const before = seen.get(path)
      if (before?.stamp !== stamp) {
        seen.set(path, { stamp, since: time, done: false, again: false })
      } else if (!before.done && time - before.since >= settleMs) {
        found.push({ path, stamp, again: before.again })
      }
    }
    for (const path of seen.keys()) if (!present.has(path)) seen.delete(path)
    return found
  }

  return {
    ready,
    done: ({ path, stamp }) => void seen.set(path, { stamp, since: 0, done: true, again: false }),
    later: ({ path, stamp }, milliseconds) =>
      void seen.set(path, {
        stamp,
        since: now().getTime() + milliseconds - settleMs,
        done: false,
        again: true,
      }),
    async rest() {
      const waiting = [...seen.values()].filter((file) => !file.done)
      const next = Math.min(...waiting.map((file) => file.since + settleMs - now().getTime()))
      const longest = Math.min(pollMs ?? longestRestMs, Math.max(50, next))
      const woken = new Promise<void>((resolve) => {
        wake = resolve
      })
      await Promise.race([woken, sleep(longest, undefined, { signal, ref: true }).catch(() => {})])
      wake = () => {}
    },
    close: () => watcher?.close(),
  }
}

/** All files below; none while the directory cannot be read, as a network drive sometimes. */
async function list(directory: string, records: string): Promise<string[]> {
  const paths: string[] = []
  try {
    for await (const { path, named } of findFiles([directory], noInput(), records)) {
      if (!named) paths.push(path)
    }
  } catch {
    return paths
  }
  return paths
}

async function* noInput(): AsyncGenerator<Buffer> {}
