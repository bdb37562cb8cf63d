import { loadConfig } from '../config.ts'
import { runUntilSignal } from '../wiring/run-until-signal.ts'
import { startBackend } from './start-backend.ts'

await runUntilSignal('backend', (log) => startBackend(loadConfig(process.env), log))
