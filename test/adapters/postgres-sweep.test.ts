import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { migrations } from '../../migrations/index.ts'
import { openPostgres } from '../../src/adapters/postgres-database.ts'
import { createPostgresExpenseStore } from '../../src/adapters/postgres-expense-store.ts'
import { migrateToLatest } from '../../src/adapters/postgres-migrator.ts'
import { insertRecords } from '../support/insert-records.ts'
import { createTestDatabase } from '../support/postgres.ts'

let db: ReturnType<typeof openPostgres>

beforeAll(async () => {
  db = openPostgres({ ...(await createTestDatabase()), max: 2 })
  await migrateToLatest(db, migrations)
})

afterAll(() => db.destroy())

it('finds what waits, and not what was read an hour ago', async () => {
  await insertRecords(db, 6)
  await sql`
    with numbered as (select id, row_number() over (order by id) as n from receipts)
    update receipts set created_at = now() - interval '1 hour',
      status = (array['extracted', 'failed', 'uploaded', 'pending', 'extracting', 'extracting'])[n],
      failure_code = 'internal',
      lease_token = case when n >= 5 then gen_random_uuid() end,
      lease_expires_at = case n when 5 then now() + interval '1 hour' when 6 then now() - interval '1 minute' end
    from numbered where numbered.id = receipts.id
  `.execute(db)
  const found = await createPostgresExpenseStore(db).listUnattended(100)
  expect(found.map(({ status }) => status).sort()).toEqual(['extracting', 'pending', 'uploaded'])
})
