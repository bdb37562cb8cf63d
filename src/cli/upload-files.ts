import { setTimeout as sleep } from 'node:timers/promises'
import { ExpensaError } from '../core/errors.ts'
import { groupsOf, mapLimited } from './batches.ts'
import { type FoundFile, inspectFile, type ReceiptFile } from './find-files.ts'
import { type SendOptions, sendFiles } from './send-files.ts'
import { type FileResult, failureOf, isSettled, resultOf, settledResult } from './upload-results.ts'

export type UploadEvent =
  /** A file was found; `ignored` when it is no receipt and nobody said it was. */
  | { type: 'found' }
  | { type: 'ignored'; file: string }
  | { type: 'stored'; file: string }
  | { type: 'result'; result: FileResult }

export interface UploadOptions extends Omit<SendOptions, 'onResult'> {
  /** Fired: files are not followed to their expenses (any more), but left `pending` once they are stored. */
  endOfWaiting: AbortSignal
  onEvent: (event: UploadEvent) => void
}

/** Files asked about in one request, and how many may be under way at once: memory does not grow with a batch. */
const groupSize = 40
const mostUnderWay = 160
const firstPollMs = 100
const slowestPollMs = 1_000

/**
 * Brings files to the backend and follows each one to its end. What fails is a result; the others go on.
 * Throws what concerns all of them, `interrupted` among others; files without a result were not begun then.
 */
export async function uploadFiles(files: AsyncIterable<FoundFile>, options: UploadOptions): Promise<void> {
  const { client, signal, endOfWaiting, onEvent } = options
  const stop = AbortSignal.any([signal, endOfWaiting])
  /** What is being read, by receipt; several files can hold the same bytes. */
  const underWay = new Map<string, string[]>()
  /** The files that were given already, by SHA-256. */
  const seen = new Map<string, string>()
  let pollMs = firstPollMs

  const onResult = (result: FileResult) => onEvent({ type: 'result', result })

  try {
    for await (const group of groupsOf(files, groupSize)) {
      stopWhenInterrupted()
      await send(group)
      if (underWay.size > 0) await poll()
      while (underWay.size > mostUnderWay) await poll()
    }
    while (underWay.size > 0) await poll()
  } finally {
    // Stopped by Ctrl-C or a failure of the whole.
    leaveUnread()
  }

  /** What is stored will be read, also when nobody waits for it. */
  function leaveUnread(): void {
    for (const [receiptId, names] of underWay) {
      for (const name of names) onResult(resultOf(name, 'pending', { receiptId }))
    }
    underWay.clear()
  }

  function stopWhenInterrupted(): void {
    if (signal.aborted) throw new ExpensaError('interrupted', 'Interrupted.')
  }

  async function send(group: FoundFile[]): Promise<void> {
    const fresh: ReceiptFile[] = []
    const again: ReceiptFile[] = []
    for (const file of (await mapLimited(group, 4, inspect)).flat()) {
      if (seen.has(file.sha256)) {
        again.push(file)
        continue
      }
      seen.set(file.sha256, file.path)
      fresh.push(file)
    }
    for (const { receiptId, path } of await sendFiles(fresh, { ...options, onResult })) {
      follow(receiptId, path)
    }
    // The same bytes twice in one command: the copy shares the fate of the first.
    if (again.length > 0) await followFirst(again)
  }

  /** None when the file is no receipt, which is told already. */
  async function inspect(file: FoundFile): Promise<ReceiptFile[]> {
    onEvent({ type: 'found' })
    try {
      const receipt = await inspectFile(file)
      if (receipt) return [receipt]
      onEvent({ type: 'ignored', file: file.path })
    } catch (error) {
      onResult(failureOf(file.path, error))
    }
    return []
  }

  async function followFirst(copies: ReceiptFile[]): Promise<void> {
    const { receipts } = await client.lookup([...new Set(copies.map((file) => file.sha256))], signal)
    for (const { path, sha256 } of copies) {
      const entry = receipts.find(({ receipt }) => receipt.sha256 === sha256)
      if (!entry || entry.receipt.status === 'pending') {
        onResult(failureOf(path, firstWasNotStored(seen.get(sha256))))
      } else if (isSettled(entry)) {
        onResult(settledResult(entry, path, true))
      } else {
        follow(entry.receipt.id, path)
      }
    }
  }

  function follow(receiptId: string, path: string): void {
    onEvent({ type: 'stored', file: path })
    if (endOfWaiting.aborted) onResult(resultOf(path, 'pending', { receiptId }))
    else underWay.set(receiptId, [...(underWay.get(receiptId) ?? []), path])
  }

  async function poll(): Promise<void> {
    stopWhenInterrupted()
    if (endOfWaiting.aborted) return leaveUnread()
    const asked = [...underWay.keys()]
    const { receipts } = await client.receiptStatus(asked, stop).catch((error) => {
      if (signal.aborted || !endOfWaiting.aborted) throw error
      return { receipts: null }
    })
    if (receipts === null) return leaveUnread()
    let settled = 0
    for (const entry of receipts) {
      if (!isSettled(entry)) continue
      const names = underWay.get(entry.receipt.id) ?? []
      for (const [i, name] of names.entries()) onResult(settledResult(entry, name, i > 0))
      underWay.delete(entry.receipt.id)
      settled++
    }
    const known = new Set(receipts.map((entry) => entry.receipt.id))
    for (const id of asked.filter((receiptId) => !known.has(receiptId))) {
      for (const path of underWay.get(id) ?? []) onResult(failureOf(path, deletedMeanwhile()))
      underWay.delete(id)
    }
    // An answer about many costs as much as reading one of them: the more wait, the less often they are asked about.
    const soon = firstPollMs + 2 * underWay.size
    pollMs = settled > 0 ? soon : Math.min(slowestPollMs, pollMs * 1.3)
    if (underWay.size > 0) await sleep(pollMs, undefined, { signal: stop }).catch(() => {})
  }
}

function firstWasNotStored(first: string | undefined): ExpensaError {
  return new ExpensaError(
    'conflict',
    `This file has the same content as ${first}, which could not be stored.`,
    { hint: 'See what is wrong there; then run the same command again.' },
  )
}

function deletedMeanwhile(): ExpensaError {
  return new ExpensaError('not_found', 'The receipt was deleted while it was being read.')
}
