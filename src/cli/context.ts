import type { ChalkInstance } from 'chalk'
import type { Config } from '../config.ts'
import type { Client } from '../http/client.ts'
import type { Records } from '../operator/open-records.ts'

/** A stream as far as commands care: where it goes and how wide it is. */
export interface Output {
  write(text: string): void
  isTTY: boolean
  /** Columns of the terminal; null when there is none, and nothing has to be cut. */
  columns: number | null
}

/** What the outside world is to a command. Built once in `main`; tests build their own. */
export interface CommandContext {
  /** Data, and nothing else. */
  stdout: Output
  /** Progress, hints, errors. */
  stderr: Output
  stdin: AsyncIterable<Buffer | string> & { isTTY?: boolean }
  /** Styles for stdout and for stderr, plain where colour is not wanted. */
  style: { stdout: ChalkInstance; stderr: ChalkInstance }
  config: Config
  now: () => Date
  /** Aborted by the first Ctrl-C. */
  signal: AbortSignal
  quiet: boolean
  /** Opens the backend (local or remote) when first called, and hands out the same client afterwards. */
  client(): Promise<Client>
  /** Opens local mode where it is on and takes up what waits; see `LocalBackend`. */
  readWaiting(): Promise<void>
  /** Opens database and object store themselves, for what an operator does beside the API. */
  records(): Promise<Records>
  /** Has a process of its own read what waits once this one has ended. */
  readInBackground(): void
}
