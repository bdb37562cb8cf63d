import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { stripVTControlCharacters } from 'node:util'
import { spawn as spawnTerminal } from '@lydell/node-pty'

/**
 * Runs the commands that Markdown shows, and writes what they print beneath them. Only blocks are run that
 * stand behind one of these comments:
 *
 * - `<!-- run -->`
 * - `<!-- run on a terminal, keys: s q -->`: the keys are pressed one after the other, whenever it waits
 * - `<!-- run until: listening -->`: goes on once this was printed, and leaves the command running
 *
 * Ids, dates, addresses and directories differ from run to run; each is written as one that stays.
 */
export interface GuideOptions {
  directory: string
  env: NodeJS.ProcessEnv
  /** The environment of commands that need another one. */
  envOf?: (command: string) => NodeJS.ProcessEnv
  /** What is written for what, the longest first: directories. */
  names: [real: string, written: string][]
}

const block =
  /<!-- run(?: on a terminal, keys: (?<keys>[^\n]*?)| until: (?<until>[^\n]*?))? -->\n```console\n(?<body>[\s\S]*?)```/g

export async function runGuide(markdown: string, options: GuideOptions): Promise<string> {
  const names = createNames(options.names)
  const running: ChildProcess[] = []
  let written = ''
  let end = 0
  try {
    for (const match of markdown.matchAll(block)) {
      const { keys, until, body = '' } = match.groups ?? {}
      const commands = body.split('\n').flatMap((line) => (line.startsWith('$ ') ? [line.slice(2)] : []))
      const shown: string[] = []
      for (const command of commands) {
        const real = names.toReal(command).replace(/^npx /, '')
        const env = { ...options.env, ...options.envOf?.(command) }
        const where = { cwd: options.directory, env }
        const output = keys
          ? await runOnTerminal(real, keys.split(' '), where)
          : await run(real, until ?? null, running, where)
        shown.push(`$ ${command}\n${names.toWritten(output)}`)
      }
      const bodyAt = match.index + match[0].length - body.length - 3
      written += `${markdown.slice(end, bodyAt)}${shown.join('\n')}`
      end = bodyAt + body.length
    }
  } finally {
    await Promise.all(
      running.map(async (child) => {
        const ended = once(child, 'close')
        child.kill('SIGTERM')
        await ended
      }),
    )
  }
  return written + markdown.slice(end)
}

/** Whether two texts differ only in what another machine makes of the same receipts: its certainty, its name's length. */
export function sayTheSame(one: string, other: string): boolean {
  const settled = (text: string) => text.replaceAll(/\d+ %/g, '… %').replaceAll(/ {2,}/g, '  ')
  return settled(one) === settled(other)
}

interface Where {
  cwd: string
  env: NodeJS.ProcessEnv
}

/** What it prints on stdout and stderr, as it comes. */
async function run(
  command: string,
  until: string | null,
  running: ChildProcess[],
  where: Where,
): Promise<string> {
  const child = spawn('sh', ['-c', `exec 2>&1; ${until === null ? '' : 'exec '}${command}`], {
    ...where,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  const closed = once(child, 'close')
  if (until === null) await closed
  else {
    running.push(child)
    while (!output.includes(until)) {
      const ended = await Promise.race([once(child.stdout, 'data'), closed.then(() => 'ended' as const)])
      if (ended === 'ended') throw new Error(`${command} ended without saying ${until}: ${output}`)
    }
    output = output.slice(0, output.indexOf('\n', output.indexOf(until)) + 1)
  }
  // Elsewhere than on a terminal there is a line for each file as it is done, in any order.
  return output.replaceAll(/^(extracted|needs review|duplicate|failed|pending) +\S+\n/gm, '')
}

/** What the terminal shows in the end, without colour. */
async function runOnTerminal(command: string, keys: string[], { cwd, env }: Where): Promise<string> {
  const named = Object.fromEntries(Object.entries({ ...env, NO_COLOR: '1' }).filter(([, value]) => value))
  const child = spawnTerminal('sh', ['-c', command], {
    cols: 90,
    rows: 40,
    cwd,
    env: named as Record<string, string>,
  })
  let isOver = false
  const ended = new Promise<void>((resolve) =>
    child.onExit(() => {
      isOver = true
      resolve()
    }),
  )
  let screen = ''
  let changed = Date.now()
  child.onData((text) => {
    screen += text
    changed = Date.now()
    // It asks what the terminal is: one without pictures.
    if (text.includes('\u001b[c')) child.write('\u001b[?1;2c')
  })
  for (const key of keys) {
    const before = screen.length
    while (!isOver && (screen.length === before || Date.now() - changed < 700)) await sleep(50)
    if (isOver) throw new Error(`${command} ended before the key ${key} was pressed: ${screen}`)
    child.write(key === 'enter' ? '\r' : key)
  }
  await ended
  return `${stripVTControlCharacters(screen).replaceAll('\r', '').trim()}\n`
}

/** Gives everything that differs from run to run a name that stays, and knows it again. */
function createNames(given: [real: string, written: string][]) {
  const known = new Map(given)
  const dayMs = 86_400_000
  const today = new Date().toISOString().slice(0, 10)
  const writtenDay = '2026-11-24'
  let ids = 0
  const register = (real: string, written: () => string) => {
    if (!known.has(real)) known.set(real, written())
  }
  const nextId = () => createHash('sha256').update(String(++ids)).digest('hex').slice(0, 8)

  return {
    toWritten(text: string): string {
      // In a table an id begins a line, in a sentence dots follow it; where it is whole, the short one is its end.
      for (const [, id = ''] of text.matchAll(/(?<=^| {2}|revoke )([0-9a-f]{8})(?= {2}| ·|$)/gm))
        register(id, nextId)
      for (const [id] of text.matchAll(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g)) {
        if (id.startsWith('00000000-')) continue
        register(id.slice(-8), nextId)
        register(id, () => `01a1e9b4-7c00-7000-8000-0000${known.get(id.slice(-8))}`)
      }
      for (const [code] of text.matchAll(/^[0-9a-f]{20}$/gm)) register(code, () => '6c1f9a0be27d5384c0de')
      for (const [host] of text.matchAll(/\b127\.0\.0\.1:\d+/g)) register(host, () => '127.0.0.1:8080')
      return (
        [...known]
          .sort(([a], [b]) => b.length - a.length)
          .reduce((all, [real, written]) => all.replaceAll(real, written), text)
          .replaceAll(/\bin \d+\.\d s\b/g, 'in 1.2 s')
          .replaceAll(/\b(20\d\d-\d\d-\d\d)(T\d\d:\d\d:\d\d\.\d+Z| \d\d:\d\d\b)?/g, (all, day, time = '') => {
            const later = Math.round((Date.parse(day) - Date.parse(today)) / dayMs)
            if (later < -1) return all
            const written = new Date(Date.parse(writtenDay) + later * dayMs).toISOString().slice(0, 10)
            return written + time.replace(/\d\d:\d\d/, '10:15').replace(/:\d\d\.\d+/, ':00.000')
          })
          // A table's last column keeps its width.
          .replaceAll(/^(sample\b.*?)( +\d+\.\d)$/gm, (_, row, each) => row + '1.2'.padStart(each.length))
          .replaceAll(/exp_[ps]_[\w-]+/g, 'exp_p_…')
      )
    },
    toReal: (text: string) =>
      [...known].reduce((all, [real, written]) => all.replaceAll(written, real), text),
  }
}
