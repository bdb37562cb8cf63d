// Receipts per minute by local text recognition on all cores, after a warm-up, over the sample receipts; and beside
// it native tesseract on the same pictures and cores, where it is installed (apt-get install tesseract-ocr).
//
//   node scripts/bench-ocr.mjs [processes] [rounds]
import { execFile, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { readAll } from './ocr-workers.mjs'

const [processes = availableParallelism(), rounds = 6] = process.argv.slice(2).map(Number)
const folder = fileURLToPath(new URL('../test/fixtures/receipts/', import.meta.url))
const names = readdirSync(folder)
const receipts = names.map((name) => join(folder, name, 'input.jpg'))
const totals = new Map(
  names.map((name) => {
    const { total } = JSON.parse(readFileSync(join(folder, name, 'expected.json'), 'utf8'))
    return [join(folder, name, 'input.jpg'), total.replace(/\D/g, '')]
  }),
)
const paths = Array.from({ length: rounds }, () => receipts).flat()
/** Whether the total's digits stand somewhere in the text, whatever stands between them. */
const showsTotal = (path, text) =>
  text.split('\n').some((line) => line.replace(/\D/g, '').includes(totals.get(path)))

const reading = []
let shown = 0
const { seconds, peakBytes } = await readAll(paths, processes, (path, answer) => {
  if (!answer.text) throw new Error(`${path}: ${answer.error.message}`)
  reading.push(answer.durationMs)
  const text = answer.text.pages.flatMap((page) => page.lines.map((line) => line.text)).join('\n')
  if (showsTotal(path, text)) shown++
})
console.log(
  `local text recognition: ${((60 * paths.length) / seconds).toFixed(0)} receipts a minute ` +
    `(${paths.length} receipts, ${processes} processes, start-up included), ` +
    `median ${median(reading)} ms a receipt, peak ${Math.round(peakBytes / 1e6)} MB a process, ` +
    `total in the text of ${shown} of ${paths.length}`,
)

if (spawnSync('tesseract', ['--version']).error) console.log('native tesseract: not installed')
else await benchTesseract()

async function benchTesseract() {
  const waiting = [...paths]
  const times = []
  let found = 0
  const run = promisify(execFile)
  const env = {
    ...process.env,
    OMP_THREAD_LIMIT: String(Math.max(1, Math.floor(availableParallelism() / processes))),
  }
  const started = performance.now()
  const worker = async () => {
    for (let path = waiting.shift(); path; path = waiting.shift()) {
      const began = performance.now()
      const { stdout } = await run('tesseract', [path, '-', '--psm', '6'], { env })
      times.push(Math.round(performance.now() - began))
      if (showsTotal(path, stdout)) found++
    }
  }
  await Promise.all(Array.from({ length: processes }, worker))
  const minutes = (performance.now() - started) / 60_000
  console.log(
    `native tesseract: ${(paths.length / minutes).toFixed(0)} receipts a minute, ` +
      `median ${median(times)} ms a receipt, total in the text of ${found} of ${paths.length}`,
  )
}

function median(values) {
  return values.sort((a, b) => a - b)[values.length >> 1]
}
