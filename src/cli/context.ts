import type { ChalkInstance } from 'chalk'
import type { Config } from '../config.ts'
import type { Preflight } from '../core/preflight.ts'
import type { Client } from '../http/client.ts'
import type { Records } from '../operator/open-records.ts'
import type { CompletionCache } from './completion-cache.ts'
import type { Credentials } from './credentials.ts'
import type { PictureProtocol } from './output/picture.ts'
import type { Session } from './session.ts'

/** A stream as far as commands care: where it goes and how wide it is. */
export interface Output {
  write(text: string): void
  isTTY: boolean
  /** Nobody reads on, as behind `| head`. */
  closed: boolean
  /** Columns of the terminal; null when there is none, and nothing has to be cut. */
  columns: number | null
}

/** Which backend commands talk to, and the tokens for it. */
export interface SignIns {
  /** What requests of this command use. */
  session(): Session
  /** The profile that was named, if any. */
  named: string | undefined
  /** A client for an address of one's own choice. */
  connect(url: string, token: string | null): Client
  read(): Credentials
  write(credentials: Credentials): void
  /** What this machine is called in the list of sessions. */
  device: string
}

/** The processes of whoever runs a backend. They need the settings of one and not its API. */
export interface Servers {
  /** Runs the backend until the signal. */
  serve(): Promise<void>
  /** Reads what a team uploads, until the signal. */
  work(): Promise<void>
  /** What the Gemini key of the settings is good for; null without one. Throws what a receipt would meet. */
  checkGemini(): Promise<string | null>
  /** A code with which one person may register. */
  invite(days: number): Promise<string>
}

/** What the outside world is to a command. Built once in `main`; tests build their own. */
export interface CommandContext {
  /** Data, and nothing else. */
  stdout: Output
  /** Progress, hints, errors. */
  stderr: Output
  stdin: AsyncIterable<Buffer | string> & {
    isTTY?: boolean
    setRawMode?(on: boolean): unknown
    destroy?(): unknown
  }
  /** How the terminal shows pictures, as far as it announces that. */
  pictures: PictureProtocol | null
  /** Whether a viewer would open where the person is. */
  hasDisplay: boolean
  /** Styles for stdout and for stderr, plain where colour is not wanted. */
  style: { stdout: ChalkInstance; stderr: ChalkInstance }
  config: Config
  /** Where local mode keeps its files on this machine. */
  dataDirectory: string
  now: () => Date
  /** Aborted by the first Ctrl-C. */
  signal: AbortSignal
  quiet: boolean
  /** Opens the backend (local or remote) when first called, and hands out the same client afterwards. */
  client(): Promise<Client>
  /** What is looked at in files before they are sent; null where they stay here and reading them costs nothing. */
  preflight(): Promise<Preflight | null>
  /** Asks a person on the terminal. Throws `usage` where there is none. */
  ask(question: string, options: { hidden: boolean }): Promise<string>
  signIns: SignIns
  servers: Servers
  /** Opens local mode where it is on and takes up what waits; see `LocalBackend`. */
  readWaiting(): Promise<void>
  /** Opens database and object store themselves, for what an operator does beside the API. */
  records(): Promise<Records>
  /** Has a process of its own read what waits once this one has ended. */
  readInBackground(): void
  /** What shells complete with. `refresh` asks the records anew, in a process that nobody waits for. */
  completions: CompletionCache & { refresh(): void }
}
