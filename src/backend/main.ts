import { loadConfig } from '../config.ts'
import { runProcess } from '../wiring/run-process.ts'
import { startBackend } from './start-backend.ts'

await runProcess('backend', (log) => startBackend(loadConfig(process.env), log))
