import { type ChildProcess, fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { ExpensaError } from '../core/errors.ts'
import type { Document } from '../core/extractor.ts'
import type { DocumentText } from './read-document.ts'
import type { Job, JobAnswer } from './worker-protocol.ts'

export interface WorkerPoolOptions {
  /** The built `dist/ocr/worker.js`. */
  workerPath: string
  /** The environment of those processes. */
  env: NodeJS.ProcessEnv
  /** How many documents are read at once; each takes a process of up to about half a gigabyte. */
  concurrency: number
  /** A document that takes longer is given up and its process ended. */
  timeoutMs?: number
  /** A process that holds more than this after a document is replaced by a fresh one. */
  memoryLimitBytes?: number
}

export interface WorkerPool {
  /** Reads one document. Throws ExpensaError; `extractor_crashed` and `extraction_timeout` may pass. */
  read(document: Document, signal?: AbortSignal): Promise<PoolAnswer>
  /** Ends all processes; documents still waiting fail as `interrupted`. */
  close(): Promise<void>
}

/** `durationMs` is the reading itself, without waiting for a free process. */
export interface PoolAnswer {
  text: DocumentText
  durationMs: number
}

interface Task {
  document: Document
  resolve(answer: PoolAnswer): void
  reject(error: ExpensaError): void
}

interface Worker {
  process: ChildProcess
  task: Task | null
  timer: NodeJS.Timeout | undefined
}

/**
 * glibc keeps freed memory apart for each thread, up to eight heaps a core; the networks' and pictures' large
 * blocks then never fit together again. Two heaps hold 480 MB where the default held 640, at the same speed.
 * Other C libraries take no notice. https://www.gnu.org/software/libc/manual/html_node/Memory-Allocation-Tunables.html
 */
const thriftyMemory = { MALLOC_ARENA_MAX: '2' }

/** Reads documents in child processes: started when first needed, kept warm, replaced when they fail or grow. */
export function createWorkerPool(options: WorkerPoolOptions): WorkerPool {
  const { workerPath, env, concurrency, timeoutMs = 300_000, memoryLimitBytes = 560 * 1024 * 1024 } = options
  const queue: Task[] = []
  const workers = new Set<Worker>()
  let closed = false

  function start(): Worker {
    const child = fork(workerPath, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: ['--expose-gc'],
      env: { ...thriftyMemory, ...env },
    })
    const worker: Worker = { process: child, task: null, timer: undefined }
    workers.add(worker)
    child.on('message', (answer: JobAnswer) => finish(worker, answer))
    child.on('error', (cause) => lose(worker, crashed(`could not be started: ${cause.message}`, cause)))
    child.on('exit', (code, signal) =>
      lose(worker, crashed(signal ? `was ended by ${signal}` : `exited with ${code}`)),
    )
    return worker
  }

  function dispatch(): void {
    while (queue.length > 0 && !closed) {
      const idle = [...workers].find((worker) => worker.task === null)
      if (!idle && workers.size >= concurrency) return
      const task = queue.shift()
      if (!task) return
      const busy = [...workers].filter((worker) => worker.task !== null).length
      // A lone document gets all cores; many documents get one each.
      const sharing = Math.min(concurrency, busy + 1 + queue.length)
      run(idle ?? start(), task, Math.max(1, Math.floor(availableParallelism() / sharing)))
    }
  }

  function run(worker: Worker, task: Task, threads: number): void {
    worker.task = task
    keepAlive(worker, true)
    worker.timer = setTimeout(() => {
      lose(
        worker,
        new ExpensaError(
          'extraction_timeout',
          `Reading took longer than ${timeoutMs / 1000} s and was given up.`,
          {
            hint: 'If it happens again, cut the picture down to the receipt and upload that file.',
          },
        ),
      )
    }, timeoutMs)
    const job: Job = { document: task.document, threads }
    worker.process.send(job, (error) => {
      if (error) lose(worker, crashed('took no work', error))
    })
  }

  function finish(worker: Worker, answer: JobAnswer): void {
    const task = release(worker)
    keepAlive(worker, false)
    if (answer.residentBytes > memoryLimitBytes) discard(worker)
    if ('text' in answer) task?.resolve({ text: answer.text, durationMs: answer.durationMs })
    else task?.reject(new ExpensaError(answer.error.code, answer.error.message, hintOf(answer.error.hint)))
    dispatch()
  }

  function lose(worker: Worker, error: ExpensaError): void {
    discard(worker)
    release(worker)?.reject(error)
    dispatch()
  }

  function release(worker: Worker): Task | null {
    clearTimeout(worker.timer)
    const { task } = worker
    worker.task = null
    return task
  }

  function discard(worker: Worker): void {
    if (workers.delete(worker)) worker.process.kill('SIGKILL')
  }

  return {
    async read(document, signal) {
      signal?.throwIfAborted()
      return new Promise((resolve, reject) => {
        const task: Task = { document, resolve, reject }
        const abort = () => {
          const position = queue.indexOf(task)
          if (position >= 0) queue.splice(position, 1)
          const worker = [...workers].find((candidate) => candidate.task === task)
          if (worker) lose(worker, interrupted())
          else reject(interrupted())
        }
        signal?.addEventListener('abort', abort, { once: true })
        const settled = () => signal?.removeEventListener('abort', abort)
        task.resolve = (answer) => {
          settled()
          resolve(answer)
        }
        task.reject = (error) => {
          settled()
          reject(error)
        }
        queue.push(task)
        // Documents handed over in one go are counted together before cores are shared out.
        setImmediate(dispatch)
      })
    },
    async close() {
      closed = true
      for (const task of queue.splice(0)) task.reject(interrupted())
      // Whoever waits for their end has to live that long.
      for (const worker of workers) keepAlive(worker, true)
      const ending = [...workers].map(
        (worker) => new Promise<void>((resolve) => worker.process.once('exit', () => resolve())),
      )
      for (const worker of [...workers]) lose(worker, interrupted())
      await Promise.all(ending)
    },
  }
}

/** Idle processes must not keep the program running; they end with it. */
function keepAlive(worker: Worker, alive: boolean): void {
  if (alive) {
    worker.process.ref()
    worker.process.channel?.ref()
  } else {
    worker.process.unref()
    worker.process.channel?.unref()
  }
}

function crashed(what: string, cause?: unknown): ExpensaError {
  return new ExpensaError('extractor_crashed', `The process that reads text ${what}.`, {
    hint: 'Run the same command again; the other files are not affected.',
    cause,
  })
}

function interrupted(): ExpensaError {
  return new ExpensaError('interrupted', 'Reading was stopped before it was done.', {
    hint: 'Run the same command again to finish.',
  })
}

function hintOf(hint: string | undefined): { hint?: string } {
  return hint === undefined ? {} : { hint }
}
