import { loadConfig } from '../config.ts'
import { runProcess } from '../wiring/run-process.ts'
import { startWorker } from './start-worker.ts'

await runProcess('worker', (log) => startWorker(loadConfig(process.env), log))
