import { createHash } from 'node:crypto'
import { invitationHash, kindOfToken, newToken, tokenHash } from './access-token.ts'
import type { Account, AccountStore, Identity, TokenScope } from './account.ts'
import { ExpensaError } from './errors.ts'
import { newId } from './ids.ts'
import { checkPassword, hashPassword, verifyPassword } from './password.ts'

export type Registration = 'open' | 'invite' | 'closed'

export interface SignedIn {
  account: Pick<Account, 'id' | 'email'>
  /** The bearer token of the new session; never shown again. */
  token: string
}

/** How long an unused session lasts; each use begins it anew. */
export const sessionDays = 30
const windowMs = 15 * 60_000

/**
 * Attempts in a quarter of an hour: one address at one account, one address at all, one account from all
 * addresses. The last is wide, so that nobody can lock somebody else out with a handful of requests.
 */
const signInLimits = { pair: 5, address: 30, account: 60 }
const registrationsPerAddress = 10

/** Makes an account and signs it in. Throws `forbidden`, `conflict`, `invalid_request` or `limit_reached`. */
export async function register(
  store: AccountStore,
  registration: Registration,
  request: { email: string; password: string; invitation: string | null; device: string; address: string },
): Promise<SignedIn> {
  if (registration === 'closed') {
    throw new ExpensaError('forbidden', 'This backend takes no new accounts.', {
      hint: 'Ask whoever runs it.',
    })
  }
  await limit(store, `register:${request.address}`, registrationsPerAddress)
  const email = normalizeEmail(request.email)
  checkPassword(request.password, email)
  if (registration === 'invite' && request.invitation === null) {
    throw new ExpensaError('forbidden', 'An account here needs an invitation.', {
      hint: 'Ask whoever runs the backend for a code, then: expensa register --invitation <code>',
    })
  }
  const user = { id: newId(), email, passwordHash: await hashPassword(request.password) }
  const invitation = request.invitation === null ? null : invitationHash(request.invitation)
  const outcome = await store.createUser(user, invitation)
  if (outcome === 'invitation_unknown') {
    throw new ExpensaError('forbidden', 'This invitation is unknown, used or expired.', {
      hint: 'Ask whoever runs the backend for another one.',
    })
  }
  if (outcome === 'email_taken') {
    throw new ExpensaError('conflict', 'There is an account with this e-mail address already.', {
      hint: 'Sign in: expensa login',
    })
  }
  return openSession(store, user, request.device)
}

/** Throws `unauthorized`, the same for a wrong password and an unknown address, or `limit_reached`. */
export async function signIn(
  store: AccountStore,
  request: { email: string; password: string; device: string; address: string },
): Promise<SignedIn> {
  const email = normalizeEmail(request.email)
  const account = createHash('sha256').update(email).digest('hex')
  const keys = { pair: `pair:${account}:${request.address}`, account: `account:${account}` }
  // Counted before the password is looked at, so that many at once get no more guesses than one by one.
  await limit(store, `address:${request.address}`, signInLimits.address)
  await limit(store, keys.account, signInLimits.account)
  await limit(store, keys.pair, signInLimits.pair)
  const user = await store.findUser(email)
  if (!(await verifyPassword(request.password, user?.passwordHash ?? null)) || !user) {
    throw new ExpensaError('unauthorized', 'E-mail address or password is wrong.', {
      hint: 'Try again: expensa login',
    })
  }
  await store.forgetAttempts([keys.pair, keys.account])
  return openSession(store, user, request.device)
}

/** Whose token it is. Throws `unauthorized`. */
export async function authenticate(store: AccountStore, authorization: string | null): Promise<Identity> {
  const token = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1]
  if (token === undefined) {
    throw new ExpensaError('unauthorized', 'You are not signed in.', { hint: 'Sign in: expensa login' })
  }
  const hash = tokenHash(token)
  const identity = hash && (await store.useToken(hash))
  if (identity) return identity
  if (kindOfToken(token) === 'personal') {
    throw new ExpensaError('unauthorized', 'This token is wrong, was revoked, or has expired.', {
      hint: 'Make another one, where you are signed in: expensa token create',
    })
  }
  throw new ExpensaError('unauthorized', 'This sign-in is not valid any more.', {
    hint: 'Sign in again: expensa login',
  })
}

/** A token for scripts. It is returned once; what is stored cannot be turned back into it. */
export async function createPersonalToken(
  store: AccountStore,
  userId: string,
  { name, scope, days }: { name: string; scope: TokenScope; days: number | null },
) {
  const token = newToken('personal')
  const expiresAt = days === null ? null : inDays(days)
  const details = { id: newId(), kind: 'personal' as const, name, scope, expiresAt }
  await store.createToken(userId, details, hashOf(token))
  return { ...details, token }
}

async function openSession(
  store: AccountStore,
  { id, email }: Pick<Account, 'id' | 'email'>,
  device: string,
): Promise<SignedIn> {
  const token = newToken('session')
  const session = { id: newId(), kind: 'session' as const, name: device, scope: 'write' as const }
  await store.createToken(id, { ...session, expiresAt: inDays(sessionDays) }, hashOf(token))
  return { account: { id, email }, token }
}

async function limit(store: AccountStore, key: string, most: number): Promise<void> {
  const { count, endsAt } = await store.countAttempt(key, windowMs)
  if (count <= most) return
  throw new ExpensaError('limit_reached', 'Too many attempts.', {
    hint: `Try again after ${endsAt.toISOString()}.`,
    retryAt: endsAt,
  })
}

function hashOf(token: string): Buffer {
  const hash = tokenHash(token)
  if (!hash) throw new Error('A new token does not have the form of one')
  return hash
}

function normalizeEmail(email: string): string {
  return email.normalize('NFKC').trim().toLowerCase()
}

function inDays(days: number): Date {
  return new Date(Date.now() + days * 86_400_000)
}
