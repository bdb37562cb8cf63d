import { openAsBlob } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { ExpensaError } from '../core/errors.ts'
import type { UploadDecisionJson } from '../http/contract-uploads.ts'
import { putObject } from '../http/upload-object.ts'
import { mapLimited } from './batches.ts'
import { type CheckedFile, type CheckOptions, checkFiles } from './check-files.ts'
import type { ReceiptFile } from './find-files.ts'
import type { Filing } from './folder-defaults.ts'
import { type FileResult, failureOf, resultOf } from './upload-results.ts'

export interface SendOptions extends CheckOptions {
  batchId: string | null
  /** How each file is filed. */
  filing: (path: string) => Promise<Filing>
  /** How many files are sent at once. */
  concurrency: number
  /** Hears of the files whose end this is already: duplicates, and those that were not, or could not be, sent. */
  onResult: (result: FileResult) => void
}

/** A file whose bytes are stored, under which receipt. */
export interface StoredFile {
  receiptId: string
  path: string
}

/**
 * Asks which of these files are known, looks at the others and sends them, and has the backend look whether the object store
 * really has them. Answers with those that it has. Throws what concerns all of them.
 */
export async function sendFiles(files: readonly ReceiptFile[], options: SendOptions): Promise<StoredFile[]> {
  const { client, signal, batchId, filing, concurrency, preflight, onResult } = options
  const checked = await checkFiles(files, options, (path, reason) => onResult(failureOf(path, reason)))
  if (checked.length === 0) return []
  const decisions = await request(checked)
  const delivered = await mapLimited(decisions, concurrency, (decision, i) => deliver(checked[i], decision))
  return confirm(delivered.filter((delivery) => delivery !== null))

  /** What to do with each file. A day's limit is used to its last file: what exceeds it is asked in halves. */
  async function request(group: readonly CheckedFile[]): Promise<(UploadDecisionJson | ExpensaError)[]> {
    const announced = await Promise.all(
      group.map(async ({ path, storedSha256, ...file }) => ({
        ...file,
        // Not named where it says nothing: a backend that is older than this command does not know it.
        ...(storedSha256 && { storedSha256 }),
        ...(await filing(path)),
      })),
    )
    try {
      return (await client.requestUploads({ batchId, files: announced }, signal)).files
    } catch (error) {
      if (!(error instanceof ExpensaError) || error.code !== 'limit_reached') throw error
      if (group.length === 1) return [error]
      const middle = group.length >> 1
      return [...(await request(group.slice(0, middle))), ...(await request(group.slice(middle)))]
    }
  }

  /** Sends one file if it has to be sent; null when that was its end already. */
  async function deliver(
    file: CheckedFile | undefined,
    decision: UploadDecisionJson | ExpensaError,
  ): Promise<(StoredFile & { sent: boolean }) | null> {
    if (!file) return null
    if (decision instanceof ExpensaError) {
      onResult(failureOf(file.path, decision))
      return null
    }
    const { receiptId } = decision
    if (decision.outcome === 'duplicate') {
      onResult(resultOf(file.path, 'duplicate', { receiptId, expense: decision.expense }))
      return null
    }
    if (decision.outcome === 'stored') return { receiptId, path: file.path, sent: false }
    try {
      await put(file, decision.target)
      return { receiptId, path: file.path, sent: true }
    } catch (error) {
      onResult(failureOf(file.path, error, receiptId))
      return null
    }
  }

  async function put(
    file: CheckedFile,
    target: Extract<UploadDecisionJson, { outcome: 'upload' }>['target'],
  ): Promise<void> {
    const outgoing = file.storedSha256 && preflight?.outgoing(await readFile(file.path))
    const blob = outgoing ? new Blob([outgoing]) : await openAsBlob(file.path)
    const send = (to: typeof target) =>
      putObject({ ...to, expiresAt: new Date(to.expiresAt) }, blob, { fetch: client.putObject, signal })
    await send(target).catch(async (error) => {
      if (!(error instanceof ExpensaError) || error.code !== 'upload_expired') throw error
      const [renewed] = await request([file])
      if (renewed && 'target' in renewed) await send(renewed.target)
    })
  }

  async function confirm(deliveries: (StoredFile & { sent: boolean })[]): Promise<StoredFile[]> {
    const ids = deliveries.filter(({ sent }) => sent).map(({ receiptId }) => receiptId)
    const { missing } = ids.length > 0 ? await client.confirmUploads(ids, signal) : { missing: [] }
    for (const { receiptId, path } of deliveries) {
      if (missing.includes(receiptId)) onResult(failureOf(path, lostOnTheWay(), receiptId))
    }
    return deliveries.filter(({ receiptId }) => !missing.includes(receiptId))
  }
}

function lostOnTheWay(): ExpensaError {
  return new ExpensaError('object_missing', 'The file was sent, but the object store does not have it.', {
    hint: 'Run the same command again.',
  })
}
