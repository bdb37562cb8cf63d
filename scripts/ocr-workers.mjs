// Gives documents to the built text recognition workers directly, for the dump and the bench.
import { fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'

const worker = fileURLToPath(new URL('../dist/ocr/worker.js', import.meta.url))

export const contentTypes = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.heic': 'image/heic',
  '.tif': 'image/tiff',
  '.tiff': 'image/tiff',
  '.pdf': 'application/pdf',
}

/** Reads all files; `answered(path, answer)` gets each outcome. Gives seconds, and the largest worker's bytes. */
export async function readAll(paths, processes, answered) {
  const waiting = [...paths]
  const threads = Math.max(1, Math.floor(availableParallelism() / processes))
  const started = performance.now()
  let peakBytes = 0
  const run = () =>
    new Promise((resolve) => {
      const child = fork(worker, [], {
        serialization: 'advanced',
        execArgv: ['--expose-gc'],
        // As the product starts them; see worker-pool.ts.
        env: { MALLOC_ARENA_MAX: '2', ...process.env },
      })
      let path
      const next = () => {
        path = waiting.shift()
        if (path === undefined) return child.disconnect()
        const contentType = contentTypes[extname(path).toLowerCase()]
        child.send({ document: { bytes: readFileSync(path), contentType }, threads })
      }
      child.on('message', (answer) => {
        peakBytes = Math.max(peakBytes, answer.residentBytes)
        answered(path, answer)
        next()
      })
      child.on('exit', resolve)
      next()
    })
  await Promise.all(Array.from({ length: processes }, run))
  return { seconds: (performance.now() - started) / 1000, peakBytes }
}
