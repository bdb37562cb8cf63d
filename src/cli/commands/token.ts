import type { TokenScope } from '../../core/account.ts'
import { ExpensaError } from '../../core/errors.ts'
import { shortId } from '../../core/ids.ts'
import type { Client } from '../../http/client.ts'
import type { AccessTokenJson } from '../../http/contract-account.ts'
import type { CommandContext } from '../context.ts'
import { exitCodes } from '../exit-codes.ts'
import { toJsonDocument } from '../output/json.ts'
import { type Column, renderTable } from '../output/table.ts'
import { plain } from '../output/text.ts'

type Kind = 'token' | 'session'

/** `expensa token create`: prints the token, and nothing else, on stdout. */
export async function runTokenCreate(
  context: CommandContext,
  { name, scope, days }: { name: string; scope: TokenScope; days?: number },
): Promise<number> {
  const client = await clientOfBackend(context)
  const { token, id } = await client.createToken({ name, scope, days: days ?? null })
  context.stdout.write(`${token}\n`)
  if (!context.quiet) {
    context.stderr.write(
      `It is shown this once. Use it as EXPENSA_TOKEN; end it with: expensa token revoke ${shortId(id)}\n`,
    )
  }
  return exitCodes.ok.code
}

/** `expensa token list` and `expensa session list`. */
export async function runTokenList(
  context: CommandContext,
  kind: Kind,
  { json }: { json?: boolean },
): Promise<number> {
  const client = await clientOfBackend(context)
  const { tokens } = await (kind === 'token' ? client.listTokens() : client.listSessions())
  const columns: Column<AccessTokenJson>[] = [
    { title: 'ID', value: (row) => shortId(row.id) },
    { title: 'Name', value: (row) => plain(row.name), shrinkTo: 12 },
    { title: 'May', value: (row) => row.scope },
    { title: 'Since', value: (row) => row.createdAt.slice(0, 10) },
    { title: 'Last used', value: (row) => row.lastUsedAt?.slice(0, 10) ?? '' },
    { title: 'Until', value: (row) => row.expiresAt?.slice(0, 10) ?? '' },
    { title: 'Note', value: (row) => (row.current ? 'this one' : '') },
  ]
  if (json) {
    context.stdout.write(
      kind === 'token'
        ? toJsonDocument('tokens', { tokens })
        : toJsonDocument('sessions', { sessions: tokens }),
    )
  } else if (tokens.length > 0) {
    const { columns: width } = context.stdout
    context.stdout.write(renderTable(tokens, columns, { columns: width, heading: context.style.stdout.bold }))
  } else if (!context.quiet) context.stderr.write(`There are no ${kind}s.\n`)
  return exitCodes.ok.code
}

/** `expensa token revoke` and `expensa session revoke`. */
export async function runTokenRevoke(context: CommandContext, kind: Kind, id: string): Promise<number> {
  const client = await clientOfBackend(context)
  await (kind === 'token' ? client.revokeToken(id) : client.revokeSession(id))
  if (!context.quiet) context.stderr.write(`The ${kind} ${plain(id)} does not work any more.\n`)
  return exitCodes.ok.code
}

async function clientOfBackend(context: CommandContext): Promise<Client> {
  if (context.signIns.session().kind === 'backend') return context.client()
  throw new ExpensaError(
    'unauthorized',
    'You are not signed in to a backend; this machine needs no tokens.',
    {
      hint: 'Sign in: expensa login --url <address>',
    },
  )
}
