import type { ErrorCode } from '../core/errors.ts'
import type { Document } from '../core/extractor.ts'
import type { DocumentText } from './read-document.ts'

/** What a worker process is asked; it gets one job at a time. */
export interface Job {
  document: Document
  /** How many cores this job may use. */
  threads: number
}

/** What it answers. `residentBytes` is the memory it holds afterwards; `durationMs` leaves out waiting. */
export type JobAnswer = { residentBytes: number } & (
  | { text: DocumentText; durationMs: number }
  | { error: { code: ErrorCode; message: string; hint: string | undefined } }
)
