// Receipts per minute by local text recognition on all cores, after a warm-up, over the sample receipts.
//
//   node scripts/bench-ocr.mjs [processes] [rounds]
import { readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readAll } from './ocr-workers.mjs'

const [processes = availableParallelism(), rounds = 6] = process.argv.slice(2).map(Number)
const folder = fileURLToPath(new URL('../test/fixtures/receipts/', import.meta.url))
const receipts = readdirSync(folder).map((name) => join(folder, name, 'input.jpg'))
const paths = Array.from({ length: rounds }, () => receipts).flat()

const reading = []
const { seconds, peakBytes } = await readAll(paths, processes, (path, answer) => {
  if (!answer.text) throw new Error(`${path}: ${answer.error.message}`)
  reading.push(answer.durationMs)
})
const median = reading.sort((a, b) => a - b)[reading.length >> 1]
console.log(
  `local text recognition: ${((60 * paths.length) / seconds).toFixed(0)} receipts a minute ` +
    `(${paths.length} receipts, ${processes} processes, start-up included), ` +
    `median ${median} ms a receipt, peak ${Math.round(peakBytes / 1e6)} MB a process`,
)
