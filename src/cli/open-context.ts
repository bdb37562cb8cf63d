import { spawn } from 'node:child_process'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { Chalk, supportsColor, supportsColorStderr } from 'chalk'
import { loadConfig } from '../config.ts'
import type { Extractor } from '../core/extractor.ts'
import { calendarDate } from '../core/period.ts'
import { type Client, createClient } from '../http/client.ts'
import { createPatience } from '../http/patience.ts'
import { dataDirectory } from '../local/data-directory.ts'
import type { LocalBackend } from '../local/open-local.ts'
import type { Records } from '../operator/open-records.ts'
import { createLog } from '../wiring/log.ts'
import { runUntil } from '../wiring/run-until.ts'
import { openCompletionCache } from './completion-cache.ts'
import type { CommandContext, Output } from './context.ts'
import { credentialsPath, readCredentials, writeCredentials } from './credentials.ts'
import { hasDisplay } from './open-file.ts'
import { announcedProtocol } from './output/picture.ts'
import { plain } from './output/text.ts'
import type { GlobalOptions } from './program.ts'
import { prompt } from './prompt.ts'
import { resolveSession, type Session } from './session.ts'

/** A command's context, and how what it opened ends. */
export interface OpenedContext {
  context: CommandContext
  /** Closes what the command opened, and starts what goes on after it. */
  close(onError: (error: unknown) => void): Promise<void>
}

/** Loaded for commands that run, and not for help or what is mistyped: settings and the API take a while to load. */
export function openContext(
  global: GlobalOptions,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): OpenedContext {
  let local: LocalBackend | undefined
  let records: Records | undefined
  let preflightReader: Promise<Extractor> | undefined
  let backgroundReading = false
  let backgroundCompletions = false
  const config = loadConfig(env)
  const output = (stream: NodeJS.WriteStream): Output => ({
    write: (text) => void stream.write(text),
    isTTY: stream.isTTY === true && env.TERM !== 'dumb',
    get closed() {
      return stream.errored !== null || stream.destroyed
    },
    columns: stream.isTTY ? stream.columns : null,
  })
  const chalk = (support: typeof supportsColor) =>
    new Chalk({ level: global.color && !env.NO_COLOR && support ? support.level : 0 })
  const backend = async () => {
    const { openLocalBackend } = await import('../local/open-local.ts')
    local ??= await openLocalBackend({
      config,
      env,
      log: (message) => global.debug && void process.stderr.write(`${plain(message)}\n`),
    })
    return local
  }
  const credentials = credentialsPath(env)
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
  const context: CommandContext = {
    stdout: output(process.stdout),
    stderr: output(process.stderr),
    stdin: process.stdin,
    pictures: announcedProtocol(env),
    hasDisplay: hasDisplay(env),
    style: { stdout: chalk(supportsColor), stderr: chalk(supportsColorStderr) },
    config,
    dataDirectory: dataDirectory(config.home, env),
    now: () => new Date(),
    signal,
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
        signal,
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
        await runUntil(signal, () => startBackend(config, log))
      },
      async work() {
        const { startWorker } = await import('../worker/start-worker.ts')
        const log = createLog((line) => process.stdout.write(line), { process: 'worker' })
        await runUntil(signal, () => startWorker(config, log))
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
      records ??= await openRecords(config, env)
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
  return {
    context,
    async close(onError) {
      for (const opened of [local, records, await preflightReader?.catch(() => undefined)]) {
        await opened?.close().catch(onError)
      }
      // Not earlier: as long as this process holds receipts, another one finds nothing to read.
      if (backgroundReading) startInBackground(env, 'worker')
      if (backgroundCompletions) startInBackground(env, 'complete', '--refresh')
    },
  }
}

function startInBackground(env: NodeJS.ProcessEnv, ...args: string[]): void {
  const options = { detached: true, stdio: 'ignore' as const, env: { ...env, EXPENSA_S3_BUCKET: '' } }
  spawn(process.execPath, [process.argv[1] ?? '', ...args], options).unref()
}
