import type { CommandContext } from '../context.ts'
import { exitCodes } from '../exit-codes.ts'
import { toJsonDocument } from '../output/json.ts'
import { plain } from '../output/text.ts'

/** `expensa whoami`: asks the backend, so that a sign-in that is over shows. */
export async function runWhoami(context: CommandContext, { json }: { json?: boolean }): Promise<number> {
  const session = context.signIns.session()
  if (session.kind === 'local') {
    const text = 'Nobody: commands work on this machine, with nobody to sign in to.\n'
    context.stdout.write(
      json ? toJsonDocument('whoami', { backend: null, profile: null, account: null }) : text,
    )
    return exitCodes.ok.code
  }
  const { url, profile } = session
  const account = await (await context.client()).getAccount()
  context.stdout.write(
    json
      ? toJsonDocument('whoami', { backend: url, profile, account })
      : `${plain(account.email)} at ${url}${account.scope === 'read' ? ' (may only read)' : ''}\n`,
  )
  return exitCodes.ok.code
}
