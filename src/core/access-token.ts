import { createHash, randomBytes } from 'node:crypto'

/** A `session` comes from signing in and lasts while it is used; a `personal` token is made for a script. */
export type TokenKind = 'session' | 'personal'

const prefixes: Record<TokenKind, string> = { session: 'exp_s_', personal: 'exp_p_' }
const checksumLength = 6

/**
 * A new bearer token: a prefix by which secret scanners find it, 32 random bytes, and a checksum by which a
 * mistyped one is told from a revoked one without asking the database.
 */
export function newToken(kind: TokenKind): string {
  const secret = prefixes[kind] + randomBytes(32).toString('base64url')
  return secret + checksum(secret)
}

/** What a token was made for, going by its looks. */
export function kindOfToken(token: string): TokenKind {
  return token.startsWith(prefixes.personal) ? 'personal' : 'session'
}

/** What is stored of a token: its SHA-256. Null for a text that no token can be. */
export function tokenHash(token: string): Buffer | null {
  if (!/^exp_[sp]_[\w-]{43}[0-9a-f]{6}$/.test(token)) return null
  const secret = token.slice(0, -checksumLength)
  if (checksum(secret) !== token.slice(-checksumLength)) return null
  return createHash('sha256').update(token).digest()
}

function checksum(secret: string): string {
  return createHash('sha256').update(`expensa:${secret}`).digest('hex').slice(0, checksumLength)
}

/** A code that lets one person make an account; easy to read out. */
export function newInvitation(): string {
  return randomBytes(10).toString('hex')
}

/** What is stored of an invitation. */
export function invitationHash(code: string): Buffer {
  return createHash('sha256').update(code.trim().toLowerCase()).digest()
}
