import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { createWorkerPool, type WorkerPool, type WorkerPoolOptions } from '../../src/ocr/worker-pool.ts'

const workerPath = fileURLToPath(new URL('../support/ocr-worker-stand-in.mjs', import.meta.url))

let pool: WorkerPool

afterEach(() => pool.close())

function open(options: Partial<WorkerPoolOptions> = {}) {
  pool = createWorkerPool({ workerPath, env: process.env, concurrency: 1, ...options })
}

/** The process that did it, and how many threads it was allowed. */
async function run(order = 'read', signal?: AbortSignal) {
  const { text } = await pool.read({ bytes: Buffer.from(order), contentType: 'image/png' }, signal)
  const [pid, threads] = (text.pages[0]?.lines[0]?.text ?? '').split(' ').map(Number)
  return { pid: pid ?? 0, threads }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe('worker processes', () => {
  it('stay warm from document to document', async () => {
    open()
    expect((await run()).pid).toBe((await run()).pid)
  })

  it('are as many as asked for, and share the work', async () => {
    open({ concurrency: 2 })
    const pids = (await Promise.all(Array.from({ length: 6 }, () => run()))).map(({ pid }) => pid)
    expect(new Set(pids).size).toBe(2)
  })

  it('give all cores to a lone document and share them among many', async () => {
    open({ concurrency: availableParallelism() })
    expect((await run()).threads).toBe(availableParallelism())
    const many = await Promise.all(Array.from({ length: 2 * availableParallelism() }, () => run()))
    expect(many[0]?.threads).toBe(1)
  })

  it.each(['crash', 'exit'])('that %s lose their document only', async (order) => {
    open()
    const [lost, next] = await Promise.allSettled([run(order), run()])
    expect(lost).toMatchObject({
      status: 'rejected',
      reason: { code: 'extractor_crashed', retryable: true },
    })
    expect(next.status).toBe('fulfilled')
  })

  it('that hang are ended, and the document may be tried again', async () => {
    open({ timeoutMs: 5000 })
    const { pid } = await run()
    await expect(run('hang')).rejects.toMatchObject({ code: 'extraction_timeout', retryable: true })
    expect((await run()).pid).not.toBe(pid)
    await expect.poll(() => isAlive(pid)).toBe(false)
  })

  it('that grow too large are replaced', async () => {
    open()
    const { pid } = await run('grow')
    expect((await run()).pid).not.toBe(pid)
    await expect.poll(() => isAlive(pid)).toBe(false)
  })

  it('stop when the caller gives up, running or waiting', async () => {
    open()
    const { pid } = await run()
    const stop = new AbortController()
    const running = run('hang', stop.signal)
    const waiting = run('read', stop.signal)
    // Work is handed out in the next turn of the event loop.
    await new Promise((resolve) => setTimeout(resolve))
    await new Promise((resolve) => setImmediate(resolve))
    stop.abort()
    await expect(running).rejects.toMatchObject({ code: 'interrupted' })
    await expect(waiting).rejects.toMatchObject({ code: 'interrupted' })
    await expect.poll(() => isAlive(pid)).toBe(false)
  })

  it('end with the pool', async () => {
    open()
    const { pid } = await run()
    const unfinished = expect(run('hang')).rejects.toMatchObject({ code: 'interrupted' })
    await pool.close()
    await unfinished
    expect(isAlive(pid)).toBe(false)
  })

  it('that cannot be started are said so', async () => {
    open({ workerPath: '/nowhere/worker.js' })
    await expect(run()).rejects.toMatchObject({ code: 'extractor_crashed' })
  })
})
