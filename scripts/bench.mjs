// Measures what people wait for, and prints a table. Run it on a machine that does nothing else: npm run bench,
// or for a part of it: npm run bench -- start list reading memory
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import pg from 'pg'

const program = fileURLToPath(new URL('../bin/expensa.js', import.meta.url))
const samples = fileURLToPath(new URL('../test/fixtures/receipts', import.meta.url))
const scratch = mkdtempSync(join(tmpdir(), 'expensa-bench-'))
// Whoever runs PostgreSQL for root has to get through.
chmodSync(scratch, 0o755)
let homes = 0

const newHome = () => join(scratch, `home-${homes++}`)

function run(home, args) {
  const options = { env: { ...process.env, EXPENSA_HOME: home }, encoding: 'utf8', maxBuffer: 1e9 }
  const started = performance.now()
  const { status, stderr, stdout } = spawnSync(process.execPath, args, options)
  if (status !== 0) throw new Error(`node ${args.join(' ')} exited with ${status}: ${stderr}`)
  return { ms: performance.now() - started, stdout }
}

const expensa = (home, ...args) => run(home, [program, ...args])

/** Milliseconds of the whole process, median of ten. */
function median(work) {
  const times = Array.from({ length: 10 }, work).sort((a, b) => a - b)
  return (times[4] + times[5]) / 2
}

const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`
const megabytes = (bytes) => `${Math.round(bytes / 1024 / 1024)} MB`
const report = (what, value) => console.log(`${what.padEnd(72)} ${value.padStart(8)}`)

/** Distinct receipts that cost next to nothing to read: PDFs with a text layer, made without any library. */
function writePdfs(folder, count) {
  mkdirSync(folder, { recursive: true })
  for (let i = 0; i < count; i++) {
    const lines = [
      `Shop ${i}`,
      'Date 2026-10-03',
      `TOTAL EUR ${(i % 500) + 1}.00`,
      'Thank you for your visit',
    ]
    const text = lines
      .map((line, n) => `BT /F1 10 Tf 1 0 0 1 20 ${370 - 30 * n} Tm (${line}) Tj ET`)
      .join('\n')
    const objects = [
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 226 400] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >> >>',
      '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
      `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    ]
    const body = objects.map((object, n) => `${n + 1} 0 obj\n${object}\nendobj\n`).join('')
    writeFileSync(join(folder, `${i}.pdf`), `%PDF-1.4\n${body}trailer\n<< /Size 6 /Root 1 0 R >>\n%%EOF\n`)
  }
}

/** Runs a command and watches how large its own process becomes, and the largest of those that read for it. */
async function peakMemory(home, args, nodeArgs = []) {
  const started = performance.now()
  const child = spawn(process.execPath, [...nodeArgs, program, ...args], {
    env: { ...process.env, EXPENSA_HOME: home },
    stdio: 'ignore',
  })
  const peaks = new Map()
  const timer = setInterval(() => {
    for (const pid of [child.pid, ...readersOf(child.pid)]) {
      peaks.set(pid, Math.max(peaks.get(pid) ?? 0, highestResident(pid)))
    }
  }, 50)
  const code = await new Promise((resolve) => child.once('close', resolve))
  clearInterval(timer)
  if (code !== 0) throw new Error(`expensa ${args.join(' ')} exited with ${code}.`)
  const { [child.pid]: own = 0, ...readers } = Object.fromEntries(peaks)
  return { own, reader: Math.max(0, ...Object.values(readers)), ms: performance.now() - started }
}

/** The processes of Node that this one started; PostgreSQL's are none of them. Linux only. */
function readersOf(pid) {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc').filter((other) => {
    const parent = /^\d+ \(.*\) \S (\d+)/.exec(procFile(other, 'stat'))?.[1]
    return Number(parent) === pid && procFile(other, 'cmdline').startsWith(process.execPath)
  })
}

/** Bytes; 0 once it has ended. */
function highestResident(pid) {
  return Number(/VmHWM:\s+(\d+)/.exec(procFile(pid, 'status'))?.[1] ?? 0) * 1024
}

function procFile(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8')
  } catch {
    return ''
  }
}

/** Fills the records with copies of the one expense that is there. */
async function multiply(home, count) {
  // The product's own code opens the server; it is TypeScript, and finds its binaries from inside the package.
  const bundle = fileURLToPath(new URL('../dist/bench-postgres.js', import.meta.url))
  await build({
    entryPoints: [fileURLToPath(new URL('../src/local/embedded-postgres.ts', import.meta.url))],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['pg', 'pg-native'],
    logLevel: 'warning',
  })
  const { openEmbeddedPostgres } = await import(bundle)
  rmSync(bundle)
  const postgres = await openEmbeddedPostgres({ directory: join(home, 'postgres'), env: process.env })
  const client = new pg.Client(postgres.connection)
  await client.connect()
  await client.query(`
    with copies as (
      insert into receipts (id, user_id, sha256, object_key, original_filename, content_type, size_bytes, status)
      select gen_random_uuid(), user_id, md5(n::text) || md5(n::text), object_key, original_filename,
             content_type, size_bytes, status
      from receipts, generate_series(1, ${count - 1}) n
      returning id, user_id
    )
    insert into expenses (id, user_id, extraction_id, merchant, purchase_date, currency, total_minor)
    select id, user_id, (select id from extractions limit 1), 'Shop ' || right(id::text, 3),
           date '2020-01-01' + (random() * 2000)::int, 'EUR', (random() * 10000)::int
    from copies`)
  await client.query('vacuum analyze')
  await client.end()
  await postgres.close()
}

const parts = {
  start() {
    const empty = newHome()
    report('node -e 0', seconds(median(() => run(empty, ['-e', '0']).ms)))
    report('expensa --version', seconds(median(() => expensa(empty, '--version').ms)))
    report('expensa --help', seconds(median(() => expensa(empty, '--help').ms)))
  },

  async list() {
    const many = newHome()
    writePdfs(join(scratch, 'one'), 1)
    expensa(many, 'upload', join(scratch, 'one'))
    report('expensa list, one expense, warm data directory', seconds(median(() => expensa(many, 'list').ms)))
    await multiply(many, 100_000)
    report(
      'expensa list, the latest 100 of 100,000 expenses',
      seconds(median(() => expensa(many, 'list').ms)),
    )
    report('expensa summary over 100,000 expenses', seconds(median(() => expensa(many, 'summary').ms)))
    for (const format of ['--ndjson', '--json', '--csv', '--all']) {
      const { own, ms } = await peakMemory(many, ['list', format])
      const memory = own > 0 ? `, ${megabytes(own)}` : ''
      const name = format === '--all' ? 'as a table' : format
      report(`expensa list ${name}, all 100,000`, `${seconds(ms)}${memory}`)
    }
  },

  reading() {
    const photos = readdirSync(samples).map((name) => join(samples, name, 'input.jpg'))
    const { ms } = expensa(newHome(), 'upload', ...photos)
    const perMinute = Math.round((photos.length / ms) * 60_000)
    report(
      `receipts a minute by local OCR (${photos.length} photos, first start included)`,
      String(perMinute),
    )
  },

  async memory() {
    if (process.platform !== 'linux') return
    // Node collects garbage late where memory is plentiful: only within a fixed heap do peaks show what is held.
    const fixedHeap = ['--max-old-space-size=64']
    for (const [count, nodeArgs] of [
      [100, []],
      [1000, []],
      [100, fixedHeap],
      [1000, fixedHeap],
    ]) {
      const folder = join(scratch, `pdfs-${count}`)
      writePdfs(folder, count)
      const { own, reader, ms } = await peakMemory(newHome(), ['upload', folder], nodeArgs)
      const name = `upload of ${count} files${nodeArgs.length > 0 ? ' with 64 MB of heap' : ''}`
      report(name, `${seconds(ms)}, ${megabytes(own)} + ${megabytes(reader)} for each reading process`)
    }
  },
}

try {
  console.log(`Node ${process.versions.node}, ${cpus().length} cores, ${cpus()[0]?.model ?? 'unknown'}\n`)
  const wanted = process.argv.slice(2)
  for (const [name, measure] of Object.entries(parts)) {
    if (wanted.length === 0 || wanted.includes(name)) await measure()
  }
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
