// node scripts/bench-scale.mjs postgres://… [--plans]: EXPLAIN (ANALYZE, BUFFERS) of what the store really asks, on a
// database that scripts/scale-fill.sql filled: for the user with the most expenses, and for one in the middle.
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'

const [url, plans] = process.argv.slice(2)
if (url === undefined) throw new Error('Name the database: postgres://…')
const root = fileURLToPath(new URL('..', import.meta.url))
const folder = await mkdtemp(join(root, 'node_modules/.bench-'))
await build({
  entryPoints: [join(root, 'src/adapters/postgres-expense-store.ts')],
  outfile: join(folder, 'store.mjs'),
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
})
const { createPostgresExpenseStore } = await import(pathToFileURL(join(folder, 'store.mjs')).href)
await rm(folder, { recursive: true })

const parsed = new URL(url)
const pool = new pg.Pool({
  host: decodeURIComponent(parsed.hostname),
  port: Number(parsed.port || 5432),
  user: decodeURIComponent(parsed.username),
  password: decodeURIComponent(parsed.password),
  database: parsed.pathname.slice(1),
  max: 2,
})
let asked = []
const log = ({ query }) => asked.push(query)
const store = createPostgresExpenseStore(new Kysely({ dialect: new PostgresDialect({ pool }), log }))

const { rows: users } = await pool.query(
  'select user_id, count(*)::int as count from expenses group by user_id order by count desc',
)
const { rows: sizes } = await pool.query(
  `select relname, pg_size_pretty(pg_relation_size(oid)) as rows, pg_size_pretty(pg_indexes_size(oid)) as indexes
   from pg_class where relname in ('receipts', 'expenses')`,
)
console.table(sizes)

const listing = { sort: 'date', descending: true, limit: 50, after: null }
const october = { from: '2026-10-01', to: '2026-10-31' }
const questions = {
  'list, newest 50': (of) => of.listExpenses(listing),
  'list, one month': (of) => of.listExpenses({ ...listing, ...october }),
  'list, by total': (of) => of.listExpenses({ ...listing, sort: 'total' }),
  'list, part of a merchant': (of) => of.listExpenses({ ...listing, merchant: 'chant 42' }),
  'list, needs review': (of) => of.listExpenses({ ...listing, statuses: ['needs_review'] }),
  'summary of a month by category': (of) => of.summarize(october, 'category'),
  'summary of everything by month': (of) => of.summarize({}, 'month'),
  'receipts that wait': (of) => of.listWaiting(500),
}
const found = []
for (const [who, user] of Object.entries({
  largest: users[0],
  median: users[Math.floor(users.length / 2)],
})) {
  for (const [question, ask] of Object.entries(questions)) {
    await explain(`${who} (${user.count})`, question, user.user_id, () => ask(store.forUser(user.user_id)))
  }
}
await explain('all users', 'sweep', null, () => store.listUnattended(500))
console.table(found)
await pool.end()

async function explain(who, question, userId, ask) {
  asked = []
  await ask()
  const queries = asked.filter(({ sql }) => /^select(?! set_config)/.test(sql))
  const client = await pool.connect()
  try {
    for (const { sql, parameters } of queries) {
      await client.query('begin')
      if (userId !== null) {
        await client.query(
          "select set_config('role', 'expensa_user', true), set_config('expensa.user_id', $1, true)",
          [userId],
        )
      }
      const { rows } = await client.query(`explain (analyze, buffers, format json) ${sql}`, [...parameters])
      const [{ Plan: plan, 'Execution Time': ms, 'Planning Time': planning }] = rows[0]['QUERY PLAN']
      await client.query('rollback')
      const pages = plan['Shared Hit Blocks'] + plan['Shared Read Blocks']
      found.push({
        who,
        question,
        rows: plan['Actual Rows'],
        ms,
        planning,
        pages,
        by: indexesOf(plan).join(' '),
      })
      if (plans) console.log(who, question, JSON.stringify(plan, null, 1))
    }
  } finally {
    client.release()
  }
}

function indexesOf(plan) {
  const own =
    plan['Index Name'] ?? (plan['Node Type'] === 'Seq Scan' ? `all of ${plan['Relation Name']}` : null)
  return [...(own ? [own] : []), ...(plan.Plans ?? []).flatMap(indexesOf)]
}
