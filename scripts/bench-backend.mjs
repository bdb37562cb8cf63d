// node scripts/bench-backend.mjs [seconds]: how many times a second a built backend answers GET /v1/expenses, over
// HTTP and with everything that belongs to it (signing in, row-level security, JSON), beside what pgbench, where it is
// installed, gets of the same PostgreSQL with the same statements. Run it on a machine that does nothing else.
import { spawn, spawnSync } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'

const seconds = Number(process.argv[2] ?? 10)
const connections = 16
const expenses = 1000
const root = fileURLToPath(new URL('..', import.meta.url))
const scratch = await mkdtemp(join(tmpdir(), 'expensa-bench-'))
// Whoever runs PostgreSQL for root has to get through.
await chmod(scratch, 0o755)

/** A module of ours, as the product runs it. */
async function load(file) {
  const folder = await mkdtemp(join(root, 'node_modules/.bench-'))
  const outfile = join(folder, 'module.mjs')
  const options = { bundle: true, platform: 'node', format: 'esm', packages: 'external' }
  await build({ entryPoints: [join(root, file)], outfile, ...options })
  const loaded = await import(pathToFileURL(outfile).href)
  await rm(folder, { recursive: true })
  return loaded
}

const { openEmbeddedPostgres } = await load('src/local/embedded-postgres.ts')
const { createPostgresExpenseStore } = await load('src/adapters/postgres-expense-store.ts')
const embedded = await openEmbeddedPostgres({ directory: join(scratch, 'postgres'), env: process.env })
const { host, port, user, database } = embedded.connection
const pool = new pg.Pool({ ...embedded.connection, max: 2 })

const backend = spawn(process.execPath, [join(root, 'dist/backend/main.js')], {
  env: {
    PATH: process.env.PATH,
    EXPENSA_DATABASE_URL: `postgres://${user}@${encodeURIComponent(host)}:${port}/${database}`,
    // Nothing is stored: no bucket is asked.
    EXPENSA_S3_BUCKET: 'none',
    EXPENSA_S3_ENDPOINT: 'http://127.0.0.1:1',
    AWS_ACCESS_KEY_ID: 'none',
    AWS_SECRET_ACCESS_KEY: 'none',
    EXPENSA_PORT: '0',
    EXPENSA_REGISTRATION: 'open',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  },
  stdio: ['ignore', 'pipe', 'inherit'],
})
const url = await new Promise((resolve) => {
  createInterface({ input: backend.stdout }).on('line', (line) => {
    const { msg, url } = JSON.parse(line)
    if (msg === 'listening') resolve(url)
  })
})

const account = { email: 'bench@example.com', password: 'a long password', invitation: null, device: 'bench' }
const registered = await fetch(`${url}/v1/account/register`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(account),
})
const { token, account: person } = await registered.json()

await pool.query(
  `with made as (
     select i, gen_random_uuid() as id from generate_series(1, $2::int) i
   ), receipt as (
     insert into receipts (id, user_id, sha256, object_key, original_filename, content_type, size_bytes, status)
     select id, $1, md5(i::text) || md5(i::text), 'receipts/' || id, i || '.jpg', 'image/jpeg', 900000, 'extracted'
     from made
   )
   insert into expenses (id, user_id, merchant, document_type, purchase_date, currency, total_text, total_minor,
     category, checks, confidence)
   select id, $1, 'Merchant ' || i % 50, 'receipt', date '2026-11-01' - i % 400, 'EUR', '12.34', i, 'dining',
     '[{"name": "items", "passed": true}]', '{"total": 0.9, "merchant": 0.8}'
   from made`,
  [person.id, expenses],
)
await pool.query('vacuum analyze')

/** CPU seconds of a process so far, of Linux's 100 ticks a second; null elsewhere. */
async function cpuOf(pid) {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields ? (Number(fields[11]) + Number(fields[12])) / 100 : null
}

const agent = new Agent({ keepAlive: true, maxSockets: connections })
const headers = { authorization: `Bearer ${token}` }
function get(path) {
  return new Promise((resolve, reject) => {
    const asking = request(url + path, { agent, headers }, (answer) => {
      let bytes = 0
      answer.on('data', (part) => {
        bytes += part.length
      })
      answer.on('end', () =>
        answer.statusCode === 200 ? resolve(bytes) : reject(new Error(answer.statusCode)),
      )
    })
    asking.on('error', reject)
    asking.end()
  })
}

/** Asks over so many connections for so long. */
async function measure(path, duration) {
  const end = performance.now() + duration * 1000
  const cpuBefore = await cpuOf(backend.pid)
  const times = []
  let bytes = 0
  const started = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (let begun = performance.now(); begun < end; begun = performance.now()) {
        bytes = await get(path)
        times.push(performance.now() - begun)
      }
    }),
  )
  const elapsed = (performance.now() - started) / 1000
  const cpu = (await cpuOf(backend.pid)) - cpuBefore
  times.sort((a, b) => a - b)
  return {
    what: `GET ${path}`,
    'per second': Math.round(times.length / elapsed),
    'median ms': Number(times[times.length >> 1].toFixed(1)),
    'p95 ms': Number(times[Math.floor(times.length * 0.95)].toFixed(1)),
    'backend CPU ms each': Number(((cpu * 1000) / times.length).toFixed(2)),
    bytes,
  }
}

/** What the store asks, as pgbench takes it: the whole transaction, and its query alone. */
async function statementsOf(limit) {
  const asked = []
  const log = ({ query }) => asked.push(query)
  const store = createPostgresExpenseStore(new Kysely({ dialect: new PostgresDialect({ pool }), log }))
  await store.forUser(person.id).listExpenses({ sort: 'date', descending: true, limit, after: null })
  const literal = (value) => (typeof value === 'number' ? String(value) : `'${value}'`)
  const texts = asked.map(({ sql, parameters }) =>
    sql.replaceAll('\n', ' ').replaceAll(/\$(\d+)/g, (_, n) => literal(parameters[n - 1])),
  )
  // The transaction as it goes over the wire: begin, who it is for, the query, commit.
  const query = texts.find((text) => text.startsWith('select') && !text.startsWith('select set_config'))
  return { transaction: `${texts.join(';\n')};\n`, query: `${query};\n` }
}

async function pgbench(what, script) {
  const file = join(scratch, 'script.sql')
  await writeFile(file, script)
  const place = ['-h', host, '-p', String(port), '-U', user]
  const args = [
    '-n',
    '-M',
    'prepared',
    '-c',
    connections,
    '-j',
    2,
    '-T',
    seconds,
    '-f',
    file,
    ...place,
    database,
  ]
  const { stdout, error, stderr } = spawnSync('pgbench', args.map(String), {
    encoding: 'utf8',
    maxBuffer: 1e9,
  })
  if (error) return { what: `pgbench: ${error.message}` }
  const tps = /tps = ([\d.]+)/.exec(stdout)?.[1]
  if (tps === undefined) throw new Error(stderr)
  const latency = Number(/latency average = ([\d.]+)/.exec(stdout)?.[1])
  return { what, 'per second': Math.round(Number(tps)), 'median ms': latency }
}

const rows = []
try {
  for (const limit of [1, 50, 100]) {
    const path = `/v1/expenses?limit=${limit}`
    await measure(path, 2)
    rows.push(await measure(path, seconds))
    const { transaction, query } = await statementsOf(limit)
    rows.push(await pgbench(`pgbench, the same transaction, ${limit} rows (mean ms)`, transaction))
    rows.push(await pgbench(`pgbench, its query alone, ${limit} rows (mean ms)`, query))
  }
  await measure('/healthz', 1)
  rows.push(await measure('/healthz', seconds))
  console.table(rows)
} finally {
  agent.destroy()
  backend.kill()
  await pool.end()
  await embedded.close()
  await rm(scratch, { recursive: true })
}
