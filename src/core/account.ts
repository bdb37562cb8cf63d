import type { TokenKind } from './access-token.ts'

export const tokenScopes = ['read', 'write'] as const

/** `read` looks at everything of its user and changes nothing. */
export type TokenScope = (typeof tokenScopes)[number]

export interface Account {
  id: string
  email: string
  createdAt: Date
}

/** A bearer token as its owner sees it; the token itself is shown once and stored nowhere. */
export interface AccessToken {
  id: string
  kind: TokenKind
  /** What a person called it; a session's tells the machine it was made on. */
  name: string
  scope: TokenScope
  createdAt: Date
  lastUsedAt: Date | null
  /** Null: until it is revoked. */
  expiresAt: Date | null
}

/** Whom a token belongs to. */
export interface Identity {
  userId: string
  tokenId: string
  kind: TokenKind
  scope: TokenScope
}

export interface AccountStore {
  /** Creates the account, using up the invitation where one is given, all or nothing. */
  createUser(
    user: { id: string; email: string; passwordHash: string },
    invitation: Buffer | null,
  ): Promise<'created' | 'email_taken' | 'invitation_unknown'>
  findUser(email: string): Promise<(Account & { passwordHash: string }) | null>
  createInvitation(hash: Buffer, expiresAt: Date): Promise<void>
  createToken(
    userId: string,
    token: Omit<AccessToken, 'createdAt' | 'lastUsedAt'>,
    hash: Buffer,
  ): Promise<void>
  /** The identity behind a token that is neither expired nor revoked; notes that it was used. */
  useToken(hash: Buffer): Promise<Identity | null>
  /**
   * Counts one attempt under a key and answers how many there were in the present window, this one included,
   * and when the window ends.
   */
  countAttempt(key: string, windowMs: number): Promise<{ count: number; endsAt: Date }>
  forgetAttempts(keys: readonly string[]): Promise<void>
  forUser(userId: string): UserAccount
}

/** What one user sees of their own account. */
export interface UserAccount {
  get(): Promise<Account>
  /** Those that still work, newest first. */
  listTokens(kind: TokenKind): Promise<AccessToken[]>
  /** False when there is no such token of this user. */
  revokeToken(id: string): Promise<boolean>
}
