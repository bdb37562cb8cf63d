import type { ErrorCode } from '../core/errors.ts'

/** Documented in `expensa help exit-codes`; scripts rely on them, so they never change their meaning. */
export const exitCodes = {
  ok: { code: 0, meaning: 'all good; duplicates that were skipped count as good' },
  failed: { code: 1, meaning: 'the command failed' },
  usage: { code: 2, meaning: 'a wrong command, option or value' },
  partial: { code: 3, meaning: 'some files failed, the others are stored' },
  signInNeeded: { code: 4, meaning: 'you have to sign in first' },
  needsReview: { code: 5, meaning: 'something needs review (only with --strict)' },
  timedOut: { code: 6, meaning: 'stopped waiting; the work goes on' },
  unavailable: { code: 7, meaning: 'the server or a quota is not available now' },
  interrupted: { code: 130, meaning: 'interrupted by Ctrl-C' },
} as const

/** The exit code of an error that ended a command. What is not listed is a plain failure. */
const byError: Partial<Record<ErrorCode, keyof typeof exitCodes>> = {
  usage: 'usage',
  invalid_request: 'usage',
  unauthorized: 'signInNeeded',
  timed_out: 'timedOut',
  quota_exhausted: 'unavailable',
  limit_reached: 'unavailable',
  extractor_unavailable: 'unavailable',
  server_unreachable: 'unavailable',
  database_unavailable: 'unavailable',
  object_store_unavailable: 'unavailable',
  interrupted: 'interrupted',
}

export function exitCodeOf(code: ErrorCode): number {
  return exitCodes[byError[code] ?? 'failed'].code
}
