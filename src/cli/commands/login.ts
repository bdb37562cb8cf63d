import { ExpensaError } from '../../core/errors.ts'
import type { CommandContext } from '../context.ts'
import { exitCodes } from '../exit-codes.ts'
import { plain } from '../output/text.ts'
import { backendUrl, localProfile } from '../session.ts'

export interface SignInOptions {
  url?: string
  email?: string
  passwordStdin?: boolean
  tokenStdin?: boolean
}

/** `expensa login`: signs in and keeps the token for the commands that follow. */
export async function runLogin(context: CommandContext, options: SignInOptions): Promise<number> {
  const url = chooseUrl(context, options)
  if (options.tokenStdin) {
    const token = await readLine(context)
    const { email } = await context.signIns.connect(url, token).getAccount()
    return keep(context, url, { email, token })
  }
  const email = await chooseEmail(context, options)
  const password = options.passwordStdin
    ? await readLine(context)
    : await context.ask('Password: ', { hidden: true })
  const { device } = context.signIns
  const signedIn = await context.signIns.connect(url, null).signIn({ email, password, device })
  return keep(context, url, { email: signedIn.account.email, token: signedIn.token })
}

/** `expensa register`: makes an account and signs in to it. */
export async function runRegister(
  context: CommandContext,
  options: SignInOptions & { invitation?: string },
): Promise<number> {
  const url = chooseUrl(context, options)
  const email = await chooseEmail(context, options)
  const password = options.passwordStdin ? await readLine(context) : await choosePassword(context)
  const { device } = context.signIns
  const invitation = options.invitation ?? null
  const { account, token } = await context.signIns
    .connect(url, null)
    .register({ email, password, invitation, device })
  return keep(context, url, { email: account.email, token })
}

function chooseUrl({ config, signIns }: CommandContext, options: SignInOptions): string {
  const { profiles, current } = signIns.read()
  const known = profiles[signIns.named ?? current ?? '']?.url
  const url = options.url ?? config.url ?? known
  if (url === undefined) {
    throw new ExpensaError('usage', 'Which backend?', {
      hint: 'Say it with --url, e.g.: expensa login --url https://expensa.example.com',
    })
  }
  return backendUrl(url)
}

async function chooseEmail(context: CommandContext, options: SignInOptions): Promise<string> {
  return (options.email ?? (await context.ask('E-mail: ', { hidden: false }))).trim()
}

async function choosePassword(context: CommandContext): Promise<string> {
  const password = await context.ask('Password: ', { hidden: true })
  if ((await context.ask('Once more: ', { hidden: true })) === password) return password
  throw new ExpensaError('usage', 'These were two different passwords.', {
    hint: 'Run the same command again.',
  })
}

/** The first line of stdin. Its end belongs to the pipe, not to the secret. */
async function readLine({ stdin }: CommandContext): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of stdin) parts.push(Buffer.from(part))
  const [line = ''] = Buffer.concat(parts).toString('utf8').split(/\r?\n/)
  if (line === '')
    throw new ExpensaError('usage', 'There is nothing on stdin.', {
      hint: 'Send it one line, e.g.: pass show expensa | expensa login --password-stdin',
    })
  return line
}

function keep(
  { signIns, stderr, quiet }: CommandContext,
  url: string,
  { email, token }: { email: string; token: string },
): number {
  const name = signIns.named ?? new URL(url).host
  if (name === localProfile) {
    throw new ExpensaError('usage', `The profile ${localProfile} means this machine.`, {
      hint: 'Choose another name.',
    })
  }
  const { profiles } = signIns.read()
  signIns.write({ version: 1, current: name, profiles: { ...profiles, [name]: { url, email, token } } })
  if (!quiet) stderr.write(`Signed in to ${url} as ${plain(email)} (profile ${name}).\n`)
  return exitCodes.ok.code
}
