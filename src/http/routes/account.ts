import type { Context } from 'hono'
import type { TokenKind } from '../../core/access-token.ts'
import type { AccountStore, Identity } from '../../core/account.ts'
import { ExpensaError } from '../../core/errors.ts'
import { createPersonalToken, type Registration, register, signIn } from '../../core/sign-in.ts'
import { idEnding, theOneMeant } from '../../core/typed-id.ts'
import type { App } from '../app.ts'
import * as contract from '../contract-account.ts'
import { body } from '../parse.ts'

export interface SignInRoutes {
  accounts: AccountStore
  registration: Registration
  /** The caller's address, by which attempts are counted. */
  addressOf(c: Context): string
}

/** The two routes that need no token. They must be mounted before the app asks for one. */
export function mountSignIn(app: App, { accounts, registration, addressOf }: SignInRoutes): void {
  app.post('/v1/account/register', async (c) => {
    const request = await body(c.req.raw, contract.registerRequest)
    const signedIn = await register(accounts, registration, { ...request, address: addressOf(c) })
    return c.json(signedIn, 201)
  })

  app.post('/v1/account/sign-in', async (c) => {
    const request = await body(c.req.raw, contract.signInRequest)
    return c.json(await signIn(accounts, { ...request, address: addressOf(c) }))
  })
}

/** What a signed-in user does with their account. */
export function mountAccount(app: App, accounts: AccountStore): void {
  app.post('/v1/account/sign-out', async (c) => {
    const { userId, tokenId } = c.var.identity
    await accounts.forUser(userId).revokeToken(tokenId)
    return c.json({ done: true })
  })

  app.get('/v1/account', async (c) => {
    const { scope, kind } = c.var.identity
    return c.json({ ...(await accounts.forUser(c.var.userId).get()), scope, kind })
  })

  const lists: [path: string, kind: TokenKind][] = [
    ['/v1/account/sessions', 'session'],
    ['/v1/account/tokens', 'personal'],
  ]
  for (const [path, kind] of lists) {
    app.get(path, async (c) => {
      const tokens = await accounts.forUser(c.var.userId).listTokens(kind)
      const { tokenId } = c.var.identity
      return c.json({
        tokens: tokens.map(({ kind: _, ...rest }) => ({ ...rest, current: rest.id === tokenId })),
      })
    })

    app.delete(`${path}/:id`, async (c) => {
      requireSession(c.var.identity)
      const account = accounts.forUser(c.var.userId)
      const typed = c.req.param('id')
      const ending = idEnding(typed)
      const found = (await account.listTokens(kind)).filter(({ id }) => ending && id.endsWith(ending))
      const word = kind === 'session' ? 'session' : 'token'
      const token = theOneMeant(found, typed, { kind: word, list: `expensa ${word} list` })
      await account.revokeToken(token.id)
      return c.json({ done: true })
    })
  }

  app.post('/v1/account/tokens', async (c) => {
    requireSession(c.var.identity)
    const request = await body(c.req.raw, contract.createTokenRequest)
    const { kind: _, ...created } = await createPersonalToken(accounts, c.var.userId, request)
    return c.json(created, 201)
  })
}

/** A token that leaked out of a script must not make others, nor lock out its owner. */
function requireSession(identity: Identity): void {
  if (identity.kind === 'session') return
  throw new ExpensaError('forbidden', 'A personal access token may not manage tokens and sessions.', {
    hint: 'Sign in first: expensa login',
  })
}
