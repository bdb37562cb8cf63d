// Measures what people wait for, and prints a table. Run it on a machine that does nothing else: npm run bench
import { spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
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
const report = (what, value) => console.log(`${what.padEnd(64)} ${value.padStart(8)}`)

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

/** Runs a command and watches how large its own process becomes. */
async function peakMemory(home, args) {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, EXPENSA_HOME: home },
    stdio: 'ignore',
  })
  const statusFile = `/proc/${child.pid}/status`
  let peak = 0
  const timer = setInterval(() => {
    try {
      peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(statusFile, 'utf8'))?.[1] ?? 0) * 1024
    } catch {
      // It has ended, or this is no Linux.
    }
  }, 20)
  const code = await new Promise((resolve) => child.once('close', resolve))
  clearInterval(timer)
  if (code !== 0) throw new Error(`The upload exited with ${code}.`)
  return peak
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

try {
  const empty = newHome()
  console.log(`Node ${process.versions.node}, ${cpus().length} cores, ${cpus()[0]?.model ?? 'unknown'}\n`)
  report('node -e 0', seconds(median(() => run(empty, ['-e', '0']).ms)))
  report('expensa --version', seconds(median(() => expensa(empty, '--version').ms)))
  report('expensa --help', seconds(median(() => expensa(empty, '--help').ms)))

  const pdfs = join(scratch, 'pdfs')
  writePdfs(pdfs, 1000)
  const many = newHome()
  expensa(many, 'upload', join(pdfs, '0.pdf'))
  report('expensa list, one expense, warm data directory', seconds(median(() => expensa(many, 'list').ms)))
  await multiply(many, 100_000)
  report('expensa list, the latest 100 of 100,000 expenses', seconds(median(() => expensa(many, 'list').ms)))
  report('expensa summary over 100,000 expenses', seconds(median(() => expensa(many, 'summary').ms)))
  const all = expensa(many, 'list', '--limit', '1000000', '--ndjson')
  const count = all.stdout.trimEnd().split('\n').length
  report(`expensa list --ndjson, all ${count}`, seconds(all.ms))

  const photos = readdirSync(samples).map((name) => join(samples, name, 'input.jpg'))
  const reading = expensa(newHome(), 'upload', ...photos)
  const perMinute = Math.round((photos.length / reading.ms) * 60_000)
  report(`receipts a minute by local OCR (${photos.length} photos, first start included)`, String(perMinute))

  if (process.platform === 'linux') {
    const few = join(scratch, 'few')
    mkdirSync(few)
    for (let i = 0; i < 100; i++) copyFileSync(join(pdfs, `${i}.pdf`), join(few, `${i}.pdf`))
    report('peak memory of an upload of 100 files', megabytes(await peakMemory(newHome(), ['upload', few])))
    report(
      'peak memory of an upload of 1,000 files',
      megabytes(await peakMemory(newHome(), ['upload', pdfs])),
    )
  }
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
