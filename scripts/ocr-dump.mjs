// Writes the recognised text of every picture under a folder as JSON, for working on the reader without
// running text recognition again, and prints seconds a receipt and the workers' peak memory.
//
//   node scripts/ocr-dump.mjs <receipts folder> <cache folder> [processes]
//
// <receipts folder>/<set>/images/<id>.* becomes <cache folder>/<set>/<id>.json, a PageText[].
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { extname, join, parse } from 'node:path'
import { contentTypes, readAll } from './ocr-workers.mjs'

const [receipts, cache, processes = availableParallelism()] = process.argv.slice(2)
if (!receipts || !cache) {
  console.error('Usage: node scripts/ocr-dump.mjs <receipts folder> <cache folder> [processes]')
  process.exit(2)
}

const targets = new Map()
for (const set of readdirSync(receipts).sort()) {
  const images = join(receipts, set, 'images')
  if (!existsSync(images)) continue
  mkdirSync(join(cache, set), { recursive: true })
  for (const file of readdirSync(images).sort()) {
    if (!contentTypes[extname(file).toLowerCase()]) continue
    targets.set(join(images, file), join(cache, set, `${parse(file).name}.json`))
  }
}

let done = 0
const { seconds, peakBytes } = await readAll(targets.keys(), Number(processes), (path, answer) => {
  if (answer.text) {
    writeFileSync(targets.get(path), JSON.stringify(answer.text.pages))
    done++
  } else {
    console.error(`${path}: ${answer.error.code}: ${answer.error.message}`)
  }
})
console.log(
  `${done} of ${targets.size} documents, ${(seconds / targets.size).toFixed(2)} s each on ${processes} processes, ` +
    `peak ${Math.round(peakBytes / 1e6)} MB a process`,
)
