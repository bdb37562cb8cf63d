import type { Ora } from 'ora'
import type { CommandContext } from '../context.ts'
import type { UploadEvent } from '../upload-files.ts'
import { plain, truncate } from './text.ts'

export interface UploadProgress {
  onEvent(event: UploadEvent): void
  stop(): void
}

/**
 * What is happening to how many, on stderr: one moving line on a terminal, a line for each file that is done
 * elsewhere, nothing with --quiet.
 */
export async function showUploadProgress(
  context: CommandContext,
  /** How many files there are; becomes known while they are counted. */
  total: () => number,
): Promise<UploadProgress> {
  if (context.quiet) return { onEvent: () => {}, stop: () => {} }
  const counts = { found: 0, stored: 0, done: 0, failed: 0 }
  const started = context.now().getTime()
  const moving = context.stderr.isTTY
  const spinner = moving ? await startSpinner() : null

  return {
    onEvent(event) {
      if (event.type === 'found') counts.found++
      if (event.type === 'stored') counts.stored++
      if (event.type === 'ignored') counts.found--
      if (event.type === 'result') {
        counts.done++
        if (event.result.outcome === 'failed') counts.failed++
        if (!spinner) {
          context.stderr.write(
            `${event.result.outcome.replaceAll('_', ' ').padEnd(12)} ${plain(event.result.file)}\n`,
          )
        }
      }
      if (spinner) spinner.text = truncate(line(), (context.stderr.columns ?? 80) - 3)
    },
    stop: () => spinner?.stop(),
  }

  function line(): string {
    const all = Math.max(total(), counts.found, counts.done)
    const seconds = (context.now().getTime() - started) / 1000
    const parts = [`${counts.done} of ${all} receipts read`]
    const beingRead = counts.stored - counts.done
    if (beingRead > 0) parts.push(`${beingRead} stored and waiting`)
    if (counts.failed > 0) parts.push(`${counts.failed} failed`)
    if (counts.done >= 3 && seconds > 1) {
      const rate = counts.done / seconds
      parts.push(`${Math.round(rate * 60)}/min`, `${duration((all - counts.done) / rate)} left`)
    }
    return parts.join(' · ')
  }

  async function startSpinner(): Promise<Ora> {
    const { default: ora } = await import('ora')
    return ora({ text: 'Looking at the files', stream: process.stderr, discardStdin: false }).start()
  }
}

/** Seconds as `45 s`, `3 min`, `2 h 5 min`. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
