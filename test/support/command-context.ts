import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { Chalk } from 'chalk'
import type { CommandContext } from '../../src/cli/context.ts'
import { loadConfig } from '../../src/config.ts'
import type { Extractor } from '../../src/core/extractor.ts'
import type { Client } from '../../src/http/client.ts'
import { createLocalExtractor } from '../../src/local/create-extractor.ts'
import { createPreflight } from '../../src/wiring/preflight.ts'

/** Runs a command against this client, as `main` would with pipes instead of a terminal. */
export async function runCommand(
  client: Client,
  command: (context: CommandContext) => Promise<number>,
  {
    env = {},
    signal = new AbortController().signal,
    columns = null as number | null,
    /** Whether files leave the machine, as with a backend. */
    leavesMachine = false,
  } = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  const readers: Promise<Extractor>[] = []
  const openReader = () => {
    readers[0] ??= createLocalExtractor(loadConfig(env))
    return readers[0]
  }
  const out: string[] = []
  const err: string[] = []
  const plain = new Chalk({ level: 0 })
  const code = await command({
    stdout: { write: (text) => void out.push(text), isTTY: columns !== null, closed: false, columns },
    stderr: { write: (text) => void err.push(text), isTTY: false, closed: false, columns: null },
    stdin: Readable.from([]),
    pictures: null,
    hasDisplay: false,
    style: { stdout: plain, stderr: plain },
    config: loadConfig(env),
    dataDirectory: join(tmpdir(), 'expensa-nowhere'),
    now: () => new Date('2026-11-23T12:00:00Z'),
    signal,
    quiet: false,
    client: async () => client,
    preflight: async () =>
      leavesMachine
        ? createPreflight({
            leavesMachine,
            openReader,
            today: '2026-11-23',
          })
        : null,
    ask: () => Promise.reject(new Error('There is nobody to ask')),
    signIns: {
      session: () => ({ kind: 'local' }),
      named: undefined,
      connect: () => client,
      read: () => ({ version: 1, current: null, profiles: {} }),
      write: () => {},
      device: 'test',
    },
    servers: {
      serve: async () => {},
      work: async () => {},
      checkGemini: async () => null,
      invite: async () => '',
    },
    readWaiting: async () => {},
    records: async () => {
      throw new Error('Only an API client is here.')
    },
    readInBackground: () => {},
    completions: { read: () => undefined, write: () => {}, refresh: () => {} },
  })
  for (const reader of readers) await (await reader).close()
  return { code, stdout: out.join(''), stderr: err.join('') }
}
