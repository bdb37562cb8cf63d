import { ExpensaError } from '../../core/errors.ts'
import type { CommandContext } from '../context.ts'
import { exitCodes } from '../exit-codes.ts'
import { plain } from '../output/text.ts'

/** `expensa logout`: ends the session there and forgets it here; the latter also when there is no answer. */
export async function runLogout({ signIns, stderr, quiet }: CommandContext): Promise<number> {
  const credentials = signIns.read()
  const name = signIns.named ?? credentials.current
  const profile = name === null ? undefined : credentials.profiles[name]
  if (name === null || profile === undefined) {
    if (!quiet) stderr.write('You are not signed in.\n')
    return exitCodes.ok.code
  }
  const ended = await signIns
    .connect(profile.url, profile.token)
    .signOut()
    .catch((error: unknown) => {
      // A session that is over already, or a token that may only read, is as good as ended here.
      if (error instanceof ExpensaError && ['unauthorized', 'forbidden'].includes(error.code)) return null
      if (!(error instanceof ExpensaError)) throw error
      return error
    })
  const { [name]: _, ...profiles } = credentials.profiles
  const current = credentials.current === name ? null : credentials.current
  signIns.write({ version: 1, current, profiles })
  if (ended instanceof ExpensaError) {
    stderr.write(
      `${plain(ended.message)} The session is forgotten here, but goes on there until it expires.\n`,
    )
  } else if (!quiet) stderr.write(`Signed out of ${profile.url}.\n`)
  return exitCodes.ok.code
}
