import type { CommandContext } from './context.ts'

/** One key: a character, or an escape sequence as a whole. Null when there will be none any more. */
export type Key = string | null

export interface Keys {
  next(): Promise<Key>
  /** Like `next`, but gives up after a while; what comes later is for the next call. */
  nextWithin(milliseconds: number): Promise<Key | undefined>
  /** Gives a key back, to be read again. */
  putBack(key: string): void
  close(): void
}

const sequence = /^(?:\u001b\[[\d;?]*[ -/]*[@-~]|\u001bO.|.)/su

/** Reads single keys from the terminal, without waiting for Enter and without showing them. */
export function openKeys(stdin: CommandContext['stdin']): Keys {
  stdin.setRawMode?.(true)
  const chunks = stdin[Symbol.asyncIterator]()
  const decoder = new TextDecoder()
  let buffered = ''
  let reading: Promise<boolean> | undefined

  /** True once there is something in the buffer; false at the end. */
  function fill(): Promise<boolean> {
    reading ??= (async () => {
      const { value, done } = await chunks.next()
      reading = undefined
      if (done) return false
      buffered += typeof value === 'string' ? value : decoder.decode(value, { stream: true })
      return true
    })()
    return reading
  }

  function take(): string {
    const key = sequence.exec(buffered)?.[0] ?? ''
    buffered = buffered.slice(key.length)
    return key
  }

  return {
    async next() {
      while (buffered === '') if (!(await fill())) return null
      return take()
    },
    async nextWithin(milliseconds) {
      if (buffered !== '') return take()
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<'late'>((resolve) => {
        timer = setTimeout(() => resolve('late'), milliseconds)
      })
      const outcome = await Promise.race([fill(), late])
      clearTimeout(timer)
      if (outcome === 'late') return undefined
      return outcome ? take() : null
    },
    putBack(key) {
      buffered = key + buffered
    },
    close() {
      stdin.setRawMode?.(false)
      // Ends the wait for a key that nobody needs any more.
      stdin.destroy?.()
    },
  }
}

/** A line typed with raw keys: Enter ends it, Escape and Ctrl-C give it up (null). */
export async function readLine(keys: Keys, show: (text: string) => void): Promise<string | null> {
  let line: string[] = []
  for (;;) {
    const key = await keys.next()
    if (key === null || key === '\u001b' || key === '\u0003') return null
    if (key === '\r' || key === '\n') {
      show('\n')
      return line.join('')
    }
    if (key === '\u007f' || key === '\b') {
      if (line.length === 0) continue
      line = line.slice(0, -1)
      show('\b \b')
    } else if (key >= ' ' && !key.startsWith('\u001b')) {
      line.push(key)
      show(key)
    }
  }
}
