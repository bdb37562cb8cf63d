import type { CommandContext } from '../context.ts'
import { exitCodes } from '../exit-codes.ts'

/** `expensa invite`: prints a code with which one person may register. */
export async function runInvite(context: CommandContext, { days }: { days: number }): Promise<number> {
  const code = await context.servers.invite(days)
  context.stdout.write(`${code}\n`)
  if (!context.quiet) {
    context.stderr.write(
      `For one account, within ${days} day${days === 1 ? '' : 's'}: expensa register --invitation <code>\n`,
    )
  }
  return exitCodes.ok.code
}
