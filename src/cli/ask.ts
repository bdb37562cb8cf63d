import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { ExpensaError } from '../core/errors.ts'
import type { CommandContext } from './context.ts'

/**
 * Makes sure that a person means it: `--yes` says so, on a terminal they are asked, and anywhere else the
 * command refuses with `usage`. False when they say no.
 */
export async function isMeant(
  { stdin, stderr }: CommandContext,
  question: string,
  yes: boolean | undefined,
): Promise<boolean> {
  if (yes) return true
  if (!stdin.isTTY || !stderr.isTTY) {
    throw new ExpensaError('usage', 'There is no terminal to ask whether this is meant.', {
      hint: 'Run the same command with --yes.',
    })
  }
  stderr.write(`${question} [y/N] `)
  const lines = createInterface({ input: Readable.from(stdin) })
  for await (const line of lines) return /^y(es)?$/i.test(line.trim())
  return false
}
