import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { Chalk, supportsColor, supportsColorStderr } from 'chalk'
import { CommanderError } from 'commander'
import { loadConfig } from '../config.ts'
import { type ExpensaError, toExpensaError } from '../core/errors.ts'
import type { Extractor } from '../core/extractor.ts'
import { calendarDate } from '../core/period.ts'
import { type Client, createClient } from '../http/client.ts'
import { createPatience } from '../http/patience.ts'
import { dataDirectory } from '../local/data-directory.ts'
import type { LocalBackend } from '../local/open-local.ts'
import { packageRoot } from '../local/package-root.ts'
import type { Records } from '../operator/open-records.ts'
import { createLog } from '../wiring/log.ts'
import { runUntil } from '../wiring/run-until.ts'
import { openCompletionCache } from './completion-cache.ts'
import type { CommandContext, Output } from './context.ts'
import { credentialsPath, readCredentials, writeCredentials } from './credentials.ts'
import { exitCodeOf, exitCodes } from './exit-codes.ts'
import { hasDisplay } from './open-file.ts'
import { announcedProtocol } from './output/picture.ts'
import { plain } from './output/text.ts'
import { createProgram, type GlobalOptions } from './program.ts'
import { prompt } from './prompt.ts'
import { resolveSession, type Session } from './session.ts'

/** The only file of the CLI that touches the process: arguments, environment, streams, signals, exit code. */

const interruption = new AbortController()
let local: LocalBackend | undefined
let records: Records | undefined
let preflightReader: Promise<Extractor> | undefined
let debug = false
let backgroundReading = false
let backgroundCompletions = false

process.on('SIGINT', () => interrupt())
process.on('SIGTERM', () => interrupt())
process.on('SIGHUP', () => interrupt())
// Whoever reads our output may stop early (`| head`); that is no failure, and the work comes to its end.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

function interrupt(): void {
  if (interruption.signal.aborted) process.exit(exitCodes.interrupted.code)
  interruption.abort()
}

try {
  const program = createProgram({
    version: JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')).version,
    context: createContext,
    exit: (code) => {
      process.exitCode = code
    },
  })
  await program.parseAsync()
} catch (error) {
  process.exitCode = reportError(error)
} finally {
  for (const opened of [local, records, await preflightReader?.catch(() => undefined)]) {
    await opened?.close().catch((error) => {
      process.exitCode ||= reportError(error)
    })
  }
  // Not earlier: as long as this process holds receipts, another one finds nothing to read.
  if (backgroundReading) startInBackground('worker')
  if (backgroundCompletions) startInBackground('complete', '--refresh')
}

function createContext(global: GlobalOptions): CommandContext {
  debug = global.debug === true
  const config = loadConfig(process.env)
  const output = (stream: NodeJS.WriteStream): Output => ({
    write: (text) => void stream.write(text),
    isTTY: stream.isTTY === true && process.env.TERM !== 'dumb',
    get closed() {
      return stream.errored !== null || stream.destroyed
    },
    columns: stream.isTTY ? stream.columns : null,
  })
  const chalk = (support: typeof supportsColor) =>
    new Chalk({ level: global.color && !process.env.NO_COLOR && support ? support.level : 0 })
  const backend = async () => {
    const { openLocalBackend } = await import('../local/open-local.ts')
    local ??= await openLocalBackend({ config, env: process.env, log: debugLog })
    return local
  }
  const credentials = credentialsPath(process.env)
  let session: Session | undefined
  const currentSession = () => {
    session ??= resolveSession(config, readCredentials(credentials), global.profile)
    return session
  }
  const connect = (url: string, token: string | null) =>
    createClient({
      baseUrl: url,
      token: async () => token,
      fetch: (request) => fetch(request),
      patience: createPatience({ onTrouble: ({ message }) => trouble(`${message} Trying again…`) }),
    })
  const trouble = (message: string) => global.quiet || process.stderr.write(`${plain(message)}\n`)
  const open = async () => {
    const current = currentSession()
    if (current.kind === 'backend') return connect(current.url, current.token)
    return createClient({ baseUrl: 'http://localhost', fetch: (await backend()).fetch })
  }
  const openPreflightReader = () => {
    preflightReader ??= import('../local/create-extractor.ts').then((local) =>
      local.createLocalExtractor(config),
    )
    return preflightReader
  }
  let client: Promise<Client> | undefined
  const place = () => {
    const current = currentSession()
    return current.kind === 'backend' ? current.url : `local ${config.home ?? ''}`
  }
  return {
    stdout: output(process.stdout),
    stderr: output(process.stderr),
    stdin: process.stdin,
    pictures: announcedProtocol(process.env),
    hasDisplay: hasDisplay(process.env),
    style: { stdout: chalk(supportsColor), stderr: chalk(supportsColorStderr) },
    config,
    dataDirectory: dataDirectory(config.home, process.env),
    now: () => new Date(),
    signal: interruption.signal,
    quiet: global.quiet === true,
    client: () => {
      client ??= open()
      return client
    },
    preflight: async () => {
      const leavesMachine = currentSession().kind === 'backend'
      if (!leavesMachine && config.geminiApiKey === undefined) return null
      const { createPreflight } = await import('../wiring/preflight.ts')
      return createPreflight({
        leavesMachine,
        openReader: openPreflightReader,
        today: calendarDate(new Date()),
      })
    },
    ask: (question, options) =>
      prompt(question, options, {
        input: process.stdin,
        output: process.stderr,
        signal: interruption.signal,
      }),
    signIns: {
      session: currentSession,
      named: global.profile ?? config.profile,
      connect,
      read: () => readCredentials(credentials),
      write: (changed) => writeCredentials(credentials, changed),
      device: `expensa on ${hostname()}`.slice(0, 60),
    },
    servers: {
      async serve() {
        const { startBackend } = await import('../backend/start-backend.ts')
        const log = createLog((line) => process.stdout.write(line), { process: 'backend' })
        await runUntil(interruption.signal, () => startBackend(config, log))
      },
      async work() {
        const { startWorker } = await import('../worker/start-worker.ts')
        const log = createLog((line) => process.stdout.write(line), { process: 'worker' })
        await runUntil(interruption.signal, () => startWorker(config, log))
      },
      async checkGemini() {
        if (config.geminiApiKey === undefined) return null
        return (await import('../wiring/check-gemini.ts')).checkGemini(config)
      },
      async invite(days) {
        const { createInvitation } = await import('../backend/create-invitation.ts')
        return createInvitation(config, days)
      },
    },
    readWaiting: async () => (await backend()).readWaiting(),
    records: async () => {
      const { openRecords } = await import('../operator/open-records.ts')
      records ??= await openRecords(config, process.env)
      return records
    },
    readInBackground: () => {
      // Who reads what a backend has stored is its own matter.
      backgroundReading = currentSession().kind === 'local'
    },
    completions: {
      ...openCompletionCache(dirname(credentials), place),
      refresh: () => {
        backgroundCompletions = true
      },
    },
  }
}

function startInBackground(...args: string[]): void {
  const options = { detached: true, stdio: 'ignore' as const, env: { ...process.env, EXPENSA_S3_BUCKET: '' } }
  spawn(process.execPath, [process.argv[1] ?? '', ...args], options).unref()
}

function debugLog(message: string): void {
  if (debug) process.stderr.write(`${plain(message)}\n`)
}

/** What happened, why, and what to do next; the stack only with --debug. */
function reportError(thrown: unknown): number {
  // Commander has printed its own message, or the help that was asked for.
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : exitCodes.usage.code
  const error: ExpensaError = toExpensaError(thrown)
  process.stderr.write(`expensa: ${plain(error.message)}\n`)
  if (error.hint) process.stderr.write(`${plain(error.hint)}\n`)
  if (debug)
    process.stderr.write(`${error.stack}\n${error.cause instanceof Error ? error.cause.stack : ''}\n`)
  else if (error.code === 'internal')
    process.stderr.write('Run the command again with --debug for details.\n')
  return exitCodeOf(error.code)
}
