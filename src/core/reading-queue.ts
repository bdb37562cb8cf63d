/** A receipt that somebody has to read, for the first time or because of a request for another extraction. */
export interface ReadingJob {
  receiptId: string
  userId: string
  /** The request's id. */
  extractionId?: string
}

/**
 * What waits to be read by the workers of a team. It only saves looking: whether a receipt is really read,
 * and by whom, the lease in the records decides, so that a job may come twice or get lost.
 */
export interface ReadingQueue {
  /** What waits in the queue already is not added again. */
  add(jobs: readonly ReadingJob[], notBefore?: Date): Promise<void>
  /** Takes the next job, or null. A taken one that is not done in a few minutes comes again. */
  take(): Promise<(ReadingJob & { id: string }) | null>
  done(id: string): Promise<void>
  close(): Promise<void>
}
