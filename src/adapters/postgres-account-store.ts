import { type Kysely, sql, type Transaction } from 'kysely'
import type { AccountStore, Identity } from '../core/account.ts'
import { ExpensaError } from '../core/errors.ts'
import { sessionDays } from '../core/sign-in.ts'
import { bindToUser } from './postgres-as-user.ts'
import type { Database } from './postgres-database.ts'

/** How often a token's last use is written down, at most: not with every request. */
const noteUseEvery = sql`interval '10 minutes'`

/** Accounts in PostgreSQL. What concerns a signed-in user is bound to them like their records. */
export function createPostgresAccountStore(db: Kysely<Database>): AccountStore {
  return {
    createUser: (user, invitation) =>
      db.transaction().execute(async (tx) => {
        // Before anything else: who has an account is told to nobody without an invitation.
        if (invitation !== null && !(await isOpen(tx, invitation))) return 'invitation_unknown'
        const { rows } = await sql`
          insert into users (id, email, password_hash) values (${user.id}, ${user.email}, ${user.passwordHash})
          on conflict (email) do nothing returning id
        `.execute(tx)
        if (rows.length === 0) return 'email_taken'
        if (invitation !== null) {
          await tx
            .updateTable('invitations')
            .set({ used_by: user.id })
            .where('code_hash', '=', invitation)
            .execute()
        }
        return 'created'
      }),

    async findUser(email) {
      const row = await db.selectFrom('users').selectAll().where('email', '=', email).executeTakeFirst()
      if (!row) return null
      return { id: row.id, email: row.email, createdAt: row.created_at, passwordHash: row.password_hash }
    },

    async createInvitation(hash, expiresAt) {
      await db.insertInto('invitations').values({ code_hash: hash, expires_at: expiresAt }).execute()
    },

    async createToken(userId, token, hash) {
      await db
        .insertInto('access_tokens')
        .values({
          id: token.id,
          user_id: userId,
          kind: token.kind,
          name: token.name,
          scope: token.scope,
          token_hash: hash,
          expires_at: token.expiresAt,
        })
        .execute()
    },

    async useToken(hash) {
      const { rows } = await sql<Identity & { stale: boolean }>`
        select id as "tokenId", user_id as "userId", kind, scope,
          coalesce(last_used_at < now() - ${noteUseEvery}, true) as stale
        from access_tokens
        where token_hash = ${hash} and revoked_at is null and (expires_at is null or expires_at > now())
      `.execute(db)
      const row = rows[0]
      if (!row) return null
      const { stale, ...identity } = row
      if (stale) {
        await sql`
          update access_tokens set last_used_at = now(),
            expires_at = case when kind = 'session' then now() + make_interval(days => ${sessionDays}::int)
              else expires_at end
          where id = ${identity.tokenId}
        `.execute(db)
      }
      return identity
    },

    async countAttempt(key, windowMs) {
      const { rows } = await sql<{ count: number; ends_at: Date }>`
        insert into attempts as seen (key, count, ends_at)
        values (${key}, 1, now() + ${windowMs}::float8 * interval '1 millisecond')
        on conflict (key) do update set
          count = case when seen.ends_at <= now() then 1 else seen.count + 1 end,
          ends_at = case when seen.ends_at <= now() then excluded.ends_at else seen.ends_at end
        returning count, ends_at
      `.execute(db)
      const row = rows[0]
      if (!row) throw new Error('An attempt was not counted')
      // Old windows are of no use to anybody: the first attempt of a new one sweeps them.
      if (row.count === 1) {
        await sql`delete from attempts where ends_at < now() - interval '1 hour'`.execute(db)
      }
      return { count: row.count, endsAt: row.ends_at }
    },

    async forgetAttempts(keys) {
      await db
        .deleteFrom('attempts')
        .where('key', 'in', [...keys])
        .execute()
    },

    forUser(userId) {
      const asUser = bindToUser(db, userId)
      return {
        get: () =>
          asUser(async (tx) => {
            const row = await tx
              .selectFrom('users')
              .select(['id', 'email', 'created_at'])
              .where('id', '=', userId)
              .executeTakeFirst()
            if (!row) throw new ExpensaError('not_found', 'There is no such account any more.')
            return { id: row.id, email: row.email, createdAt: row.created_at }
          }),

        listTokens: (kind) =>
          asUser(async (tx) => {
            const rows = await tx
              .selectFrom('access_tokens')
              .select(['id', 'kind', 'name', 'scope', 'created_at', 'last_used_at', 'expires_at'])
              .where('user_id', '=', userId)
              .where('kind', '=', kind)
              .where('revoked_at', 'is', null)
              .where(sql<boolean>`(expires_at is null or expires_at > now())`)
              .orderBy('created_at', 'desc')
              .limit(200)
              .execute()
            return rows.map((row) => ({
              id: row.id,
              kind: row.kind,
              name: row.name,
              scope: row.scope,
              createdAt: row.created_at,
              lastUsedAt: row.last_used_at,
              expiresAt: row.expires_at,
            }))
          }),

        revokeToken: (id) =>
          asUser(async (tx) => {
            const result = await tx
              .updateTable('access_tokens')
              .set({ revoked_at: sql`now()` })
              .where('user_id', '=', userId)
              .where('id', '=', id)
              .where('revoked_at', 'is', null)
              .executeTakeFirst()
            return result.numUpdatedRows > 0n
          }),
      }
    },
  }
}

/** Whether this invitation can still be used; others who want to use it wait until the transaction ends. */
async function isOpen(tx: Transaction<Database>, invitation: Buffer): Promise<boolean> {
  const row = await tx
    .selectFrom('invitations')
    .select('code_hash')
    .where('code_hash', '=', invitation)
    .where('used_by', 'is', null)
    .where('expires_at', '>', sql<Date>`now()`)
    .forUpdate()
    .executeTakeFirst()
  return row !== undefined
}
