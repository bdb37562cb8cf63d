import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { postgresFailure } from '../../src/adapters/postgres-failure.ts'
import { expenseStoreContract } from '../contract/expense-store.ts'
import { openLedger } from '../support/ledger.ts'

let ledger: Awaited<ReturnType<typeof openLedger>>

beforeAll(async () => {
  ledger = await openLedger()
})

describe('an expense store in PostgreSQL', () => {
  expenseStoreContract(async () => ledger.store)
})

describe('row-level security', () => {
  test('is the second lock: a query that forgets its user sees that user only', async () => {
    const [owner, other] = [ledger.signIn(), ledger.signIn()]
    const id = await owner.bring({ merchant: 'Corner Café', total: '1.00', currency: 'EUR' })
    const tables = await sql<{ name: string }>`
      select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'user_id'
    `.execute(ledger.db)
    expect(tables.rows.map((row) => row.name)).toContain('expenses')

    const seenBy = (userId: string, table: string) =>
      ledger.db.transaction().execute(async (tx) => {
        await sql`select set_config('role', 'expensa_user', true), set_config('expensa.user_id', ${userId}, true)`.execute(
          tx,
        )
        const { rows } = await sql<{ user_id: string }>`select user_id from ${sql.table(table)}`.execute(tx)
        return rows
      })
    for (const { name } of tables.rows) {
      for (const { user_id } of await seenBy(owner.userId, name)) expect(user_id).toBe(owner.userId)
      expect(await seenBy(other.userId, name)).toEqual([])
      expect(await seenBy('', name)).toEqual([])
    }
    expect(await seenBy(owner.userId, 'expenses')).toHaveLength(1)

    // Nor can anybody write rows of somebody else.
    const steal = ledger.db.transaction().execute(async (tx) => {
      await sql`select set_config('role', 'expensa_user', true), set_config('expensa.user_id', ${other.userId}, true)`.execute(
        tx,
      )
      await sql`insert into batches (id, user_id, file_count) values (${randomUUID()}, ${owner.userId}, 1)`.execute(
        tx,
      )
    })
    await expect(steal).rejects.toThrow('row-level security')
    expect((await owner.detail(id)).expense?.merchant).toBe('Corner Café')
  })
})

test.each([
  ['53100', 'could not extend file', 'disk_full'],
  ['57P01', 'terminating connection due to administrator command', 'database_unavailable'],
  ['08006', 'connection failure', 'database_unavailable'],
  ['53300', 'sorry, too many clients already', 'database_unavailable'],
  ['ECONNREFUSED', 'connect ECONNREFUSED', 'database_unavailable'],
  [undefined, 'Connection terminated unexpectedly', 'database_unavailable'],
])('an error %s is something a person can act on', (code, message, expected) => {
  const error = Object.assign(new Error(message), { code })
  expect(postgresFailure(error)).toMatchObject({ code: expected, hint: expect.any(String) })
})

test('an error in a query is passed on as it is', () => {
  const error = Object.assign(new Error('syntax error'), { code: '42601' })
  expect(postgresFailure(error)).toBe(error)
})
