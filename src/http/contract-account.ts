import * as z from 'zod'
import { tokenScopes } from '../core/account.ts'

/** The part of the contract that deals with accounts; only a backend has these routes. */

const id = z.uuid()
const email = z.string().max(254).pipe(z.email())
const name = z.string().trim().min(1).max(60)
/** The length that is wanted is checked with the reason; this only bounds the work. */
const password = z.string().max(1000)

export const registerRequest = z.strictObject({
  email,
  password,
  invitation: z.string().max(100).nullable(),
  /** What the session is called in the list of sessions, e.g. the machine's name. */
  device: name,
})
export const signInRequest = z.strictObject({ email, password, device: name })
export const signedInResponse = z.object({
  account: z.object({ id, email: z.string() }),
  /** Sent as `Authorization: Bearer …` from now on. Valid for 30 days after its last use. */
  token: z.string(),
})
export const accountResponse = z.object({
  id,
  email: z.string(),
  createdAt: z.iso.datetime(),
  scope: z.enum(tokenScopes),
  kind: z.enum(['session', 'personal']),
})

export const accessToken = z.object({
  id,
  name: z.string(),
  scope: z.enum(tokenScopes),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
  expiresAt: z.iso.datetime().nullable(),
  /** Whether it is the one that asks. */
  current: z.boolean(),
})
export const accessTokensResponse = z.object({ tokens: z.array(accessToken) })
export const createTokenRequest = z.strictObject({
  name,
  scope: z.enum(tokenScopes),
  days: z.int().min(1).max(3650).nullable(),
})
export const createdTokenResponse = z.object({
  id,
  name: z.string(),
  scope: z.enum(tokenScopes),
  expiresAt: z.iso.datetime().nullable(),
  /** Shown this once. */
  token: z.string(),
})
export const doneResponse = z.object({ done: z.literal(true) })

export type AccessTokenJson = z.infer<typeof accessToken>
export type CreateTokenJson = z.input<typeof createTokenRequest>
