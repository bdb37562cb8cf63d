import { once } from 'node:events'

/** Runs something that serves until the signal, then lets it finish what it began. */
export async function runUntil(
  signal: AbortSignal,
  start: () => Promise<{ close(): Promise<void> }>,
): Promise<void> {
  const running = await start()
  if (!signal.aborted) await once(signal, 'abort')
  await running.close()
}
