// Writes the recognised text of every picture under a folder as JSON, for working on the reader without
// running text recognition again, and prints seconds a receipt and the workers' peak memory.
//
//   node scripts/ocr-dump.mjs <receipts folder> <cache folder> [processes]
//
// <receipts folder>/<set>/images/<id>.* becomes <cache folder>/<set>/<id>.json, a PageText[].
import { fork } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, parse } from 'node:path'
import { fileURLToPath } from 'node:url'

const [receipts, cache, processes = availableParallelism()] = process.argv.slice(2)
if (!receipts || !cache) {
  console.error('Usage: node scripts/ocr-dump.mjs <receipts folder> <cache folder> [processes]')
  process.exit(2)
}

const contentTypes = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.heic': 'image/heic',
  '.tif': 'image/tiff',
  '.tiff': 'image/tiff',
  '.pdf': 'application/pdf',
}
const worker = fileURLToPath(new URL('../dist/ocr/worker.js', import.meta.url))
const threads = Math.max(1, Math.floor(availableParallelism() / Number(processes)))

const jobs = []
for (const set of readdirSync(receipts).sort()) {
  const images = join(receipts, set, 'images')
  if (!existsSync(images)) continue
  mkdirSync(join(cache, set), { recursive: true })
  for (const file of readdirSync(images).sort()) {
    const { name, ext } = parse(file)
    const contentType = contentTypes[ext.toLowerCase()]
    if (contentType)
      jobs.push({ path: join(images, file), contentType, target: join(cache, set, `${name}.json`) })
  }
}

let done = 0
let peak = 0
const total = jobs.length
const started = performance.now()
await Promise.all(Array.from({ length: Number(processes) }, work))
const seconds = (performance.now() - started) / 1000
console.log(
  `${done} of ${total} documents, ${(seconds / total).toFixed(2)} s each on ${processes} processes, ` +
    `peak ${Math.round(peak / 1e6)} MB a process`,
)

function work() {
  return new Promise((resolve) => {
    const child = fork(worker, [], { serialization: 'advanced', execArgv: ['--expose-gc'] })
    let job
    const next = () => {
      job = jobs.shift()
      if (!job) return child.disconnect()
      const { path, contentType } = job
      child.send({ document: { bytes: readFileSync(path), contentType }, threads })
    }
    child.on('message', (answer) => {
      peak = Math.max(peak, answer.residentBytes)
      if (answer.text) {
        writeFileSync(job.target, JSON.stringify(answer.text.pages))
        done++
      } else {
        console.error(`${job.path}: ${answer.error.code}: ${answer.error.message}`)
      }
      next()
    })
    child.on('exit', resolve)
    next()
  })
}
