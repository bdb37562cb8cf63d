import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { ExpensaError } from '../core/errors.ts'

export interface PromptStreams {
  input: NodeJS.ReadStream
  /** Not stdout: that is for data. */
  output: NodeJS.WriteStream
  signal: AbortSignal
}

/** Asks a person. A hidden answer is not shown while it is typed. Throws `usage` where there is no terminal. */
export async function prompt(
  question: string,
  { hidden }: { hidden: boolean },
  { input, output, signal }: PromptStreams,
): Promise<string> {
  if (!input.isTTY) {
    throw new ExpensaError('usage', `There is no terminal to ask on: ${question.trim()}`, {
      hint: hidden
        ? 'Give the password on stdin: --password-stdin'
        : 'Give it as an option: expensa help login',
    })
  }
  output.write(question)
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input, output: hidden ? silent : output, terminal: true })
  try {
    return await new Promise<string>((resolve, reject) => {
      const interrupted = () => reject(new ExpensaError('interrupted', 'Interrupted.'))
      lines.once('line', resolve)
      lines.once('SIGINT', interrupted)
      lines.once('close', interrupted)
      signal.addEventListener('abort', interrupted, { once: true })
    })
  } finally {
    if (hidden) output.write('\n')
    lines.close()
  }
}
