import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPostgresAccountStore } from '../../src/adapters/postgres-account-store.ts'
import { invitationHash } from '../../src/core/access-token.ts'
import { createClient } from '../../src/http/client.ts'
import { type ServerProcess, serverEnvironment, startServer } from '../support/backend.ts'
import { type Cloud, standInBucket, startCloud } from '../support/cloud.ts'

const password = 'correct horse battery'
const device = 'test'

let cloud: Cloud
let open: ServerProcess
let invite: ServerProcess

beforeAll(async () => {
  cloud = await startCloud(standInBucket)
  const environment = { ...serverEnvironment(cloud), EXPENSA_TRUST_PROXY: 'true' }
  open = await startServer('backend', {
    ...environment,
    EXPENSA_REGISTRATION: 'open',
    EXPENSA_UPLOADS_PER_DAY: '3',
  })
  invite = await startServer('backend', environment)
})

afterAll(async () => {
  await Promise.all([open.stop(), invite.stop()])
  await cloud.close()
})

let addresses = 0

/** A client with an address of its own, so that the tests do not use up each other's attempts. */
function clientOf(server: ServerProcess, token: string | null = null, address = `10.0.0.${++addresses}`) {
  return createClient({
    baseUrl: server.url,
    token: async () => token,
    fetch: (request) => {
      request.headers.set('x-forwarded-for', `1.2.3.4, ${address}`)
      return fetch(request)
    },
  })
}

let people = 0

async function newUser() {
  const email = `person${++people}@example.com`
  const { token, account } = await clientOf(open).register({ email, password, invitation: null, device })
  return { email, token, id: account.id, client: clientOf(open, token) }
}

const file = (digit: string) => ({
  sha256: digit.repeat(64),
  sizeBytes: 10,
  contentType: 'image/jpeg' as const,
  originalFilename: 'a.jpg',
  category: null,
})

describe('registering', () => {
  it('makes an account, signed in, that the same address cannot have again in any spelling', async () => {
    const { email, client, id } = await newUser()
    expect(await client.getAccount()).toMatchObject({ id, email, scope: 'write', kind: 'session' })
    const again = { email: email.toUpperCase(), password, invitation: null, device }
    await expect(clientOf(open).register(again)).rejects.toMatchObject({ code: 'conflict' })
  })

  it.each(['short', 'x'.repeat(129), 'LONG.ENOUGH@example.com'])('refuses the password %s', async (bad) => {
    const request = { email: 'long.enough@example.com', password: bad, invitation: null, device }
    await expect(clientOf(open).register(request)).rejects.toMatchObject({ code: 'invalid_request' })
  })

  it('takes an invitation once, where one is needed', async () => {
    const guest = `guest${++people}`
    const request = { email: `${guest}@example.com`, password, invitation: null as string | null, device }
    await expect(clientOf(invite).register(request)).rejects.toMatchObject({ code: 'forbidden' })
    request.invitation = 'f'.repeat(20)
    await expect(clientOf(invite).register(request)).rejects.toMatchObject({ code: 'forbidden' })

    const store = createPostgresAccountStore(cloud.db)
    await store.createInvitation(invitationHash(`expired ${guest}`), new Date(Date.now() - 1000))
    await store.createInvitation(invitationHash(`welcome ${guest}`), new Date(Date.now() + 60_000))
    request.invitation = `expired ${guest}`
    await expect(clientOf(invite).register(request)).rejects.toMatchObject({ code: 'forbidden' })
    request.invitation = `welcome ${guest}`
    const both = await Promise.allSettled([
      clientOf(invite).register(request),
      clientOf(invite).register({ ...request, email: `second${guest}@example.com` }),
    ])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })

  it('tells nobody without an invitation who has an account', async () => {
    const { email } = await newUser()
    const refusals = await Promise.all(
      [email, 'unknown@example.com'].map((each) =>
        clientOf(invite)
          .register({ email: each, password, invitation: 'guess', device })
          .catch(({ code, message }) => ({ code, message })),
      ),
    )
    expect(refusals[0]).toMatchObject({ code: 'forbidden' })
    expect(refusals[0]).toEqual(refusals[1])
  })

  it('is slowed down for one address', async () => {
    const client = clientOf(invite)
    const request = { email: 'nobody@example.com', password: 'short', invitation: 'guess', device }
    const codes: unknown[] = []
    for (let i = 0; i < 12; i++) codes.push(await client.register(request).catch((error) => error.code))
    expect(codes.filter((code) => code === 'limit_reached')).toHaveLength(2)
  })
})

describe('signing in', () => {
  it('says the same of a wrong password and of an unknown address', async () => {
    const { email } = await newUser()
    const refusals = await Promise.all(
      [email, 'unknown@example.com'].map((each) =>
        clientOf(open)
          .signIn({ email: each, password: 'wrong password', device })
          .catch(({ code, message, hint }) => ({ code, message, hint })),
      ),
    )
    expect(refusals[0]).toMatchObject({ code: 'unauthorized' })
    expect(refusals[0]).toEqual(refusals[1])
  })

  it('takes five guesses from one place, also all at once, and lets others in', async () => {
    const { email } = await newUser()
    const guesser = clientOf(open)
    const guesses = await Promise.all(
      Array.from({ length: 8 }, () =>
        guesser.signIn({ email, password: 'wrong password', device }).catch((error) => error),
      ),
    )
    expect(guesses.filter(({ code }) => code === 'unauthorized')).toHaveLength(5)
    const refused = guesses.find(({ code }) => code === 'limit_reached')
    expect(refused.retryAt.getTime()).toBeGreaterThan(Date.now())
    await expect(guesser.signIn({ email, password, device })).rejects.toMatchObject({ code: 'limit_reached' })
    expect(await clientOf(open).signIn({ email, password, device })).toMatchObject({ account: { email } })
  })

  it('ends with the session: its token, and nobody else’s, stops working', async () => {
    const { client, email } = await newUser()
    const other = await clientOf(open).signIn({ email, password, device: 'laptop' })
    const otherClient = clientOf(open, other.token)
    const { tokens } = await client.listSessions()
    expect(tokens.map(({ name, current }) => ({ name, current }))).toEqual([
      { name: 'laptop', current: false },
      { name: 'test', current: true },
    ])
    await client.revokeSession(tokens[0]?.id.slice(-8) ?? '')
    await expect(otherClient.getAccount()).rejects.toMatchObject({ code: 'unauthorized' })
    await client.signOut()
    await expect(client.getAccount()).rejects.toMatchObject({ code: 'unauthorized' })
  })

  it('keeps neither password nor token', async () => {
    const { token, email } = await newUser()
    const users = await cloud.db.selectFrom('users').selectAll().where('email', '=', email).execute()
    const tokens = await cloud.db.selectFrom('access_tokens').selectAll().execute()
    const stored = JSON.stringify([users, tokens.map((row) => ({ ...row, text: String(row.token_hash) }))])
    expect(stored).toContain('$scrypt$ln=15,r=8,p=3$')
    expect(stored).not.toContain(password)
    expect(stored).not.toContain(token)
    expect(JSON.stringify(open.log)).not.toMatch(/exp_s_|correct horse/)
  })

  it('does not outlive its time', async () => {
    const { client, id } = await newUser()
    await cloud.db
      .updateTable('access_tokens')
      .set({ expires_at: new Date(0) })
      .where('user_id', '=', id)
      .execute()
    await expect(client.getAccount()).rejects.toMatchObject({ code: 'unauthorized' })
  })
})

describe('personal access tokens', () => {
  it('read, and write only where they may', async () => {
    const { client } = await newUser()
    const reading = await client.createToken({ name: 'report', scope: 'read', days: null })
    const reader = clientOf(open, reading.token)
    expect(await reader.listExpenses({})).toEqual({ expenses: [], next: null })
    expect(await reader.lookup(['a'.repeat(64)])).toEqual({ receipts: [] })
    const writes = [
      reader.createBatch(1),
      reader.requestUploads({ batchId: null, files: [file('a')] }),
      reader.confirmUploads(['0190b6a0-0000-7000-8000-000000000000']),
      reader.editExpense('12345678', { note: 'x' }),
      reader.deleteExpense('12345678'),
      reader.signOut(),
    ]
    for (const write of await Promise.allSettled(writes)) {
      expect(write).toMatchObject({ status: 'rejected', reason: { code: 'forbidden' } })
    }
    const writing = await client.createToken({ name: 'upload', scope: 'write', days: 1 })
    expect(await clientOf(open, writing.token).createBatch(1)).toHaveProperty('id')
  })

  it('cannot make, list away or revoke others, and can be revoked', async () => {
    const { client } = await newUser()
    const { token, id } = await client.createToken({ name: 'upload', scope: 'write', days: null })
    const script = clientOf(open, token)
    const attempts = await Promise.allSettled([
      script.createToken({ name: 'more', scope: 'write', days: null }),
      script.revokeToken(id),
      script.revokeSession('12345678'),
    ])
    for (const attempt of attempts) {
      expect(attempt).toMatchObject({ status: 'rejected', reason: { code: 'forbidden' } })
    }
    expect(await client.listTokens()).toMatchObject({ tokens: [{ id, name: 'upload', current: false }] })
    await client.revokeToken(id)
    await expect(script.getAccount()).rejects.toMatchObject({
      code: 'unauthorized',
      hint: expect.stringContaining('expensa token create'),
    })
    expect(await client.listTokens()).toEqual({ tokens: [] })
  })
})

describe('the daily limit', () => {
  it('holds for new receipts, per user, and tells when to come back', async () => {
    const { client } = await newUser()
    const upload = (...digits: string[]) =>
      client.requestUploads({ batchId: null, files: digits.map((digit) => file(digit)) })
    await upload('a', 'b')
    await expect(upload('c', 'd')).rejects.toMatchObject({ code: 'limit_reached' })
    expect((await upload('c')).files).toMatchObject([{ outcome: 'upload' }])
    const refused = await upload('d').catch((error) => error)
    expect(refused.retryAt.toISOString()).toMatch(/T00:00:00.000Z$/)
    // What was announced before may still be sent.
    expect((await upload('a', 'b', 'c')).files).toHaveLength(3)
    const { client: other } = await newUser()
    expect((await other.requestUploads({ batchId: null, files: [file('a')] })).files).toHaveLength(1)
  })

  it('holds for requests at the same time', async () => {
    const { client } = await newUser()
    const answers = await Promise.allSettled(
      [...'123456'].map((digit) => client.requestUploads({ batchId: null, files: [file(digit)] })),
    )
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
  })
})
