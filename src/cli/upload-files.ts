import { openAsBlob } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ErrorCode, ExpensaError, errorCodes, toExpensaError } from '../core/errors.ts'
import { settledStatuses } from '../core/receipt.ts'
import type { Client } from '../http/client.ts'
import type { ExpenseJson, ReceiptWithExpenseJson, UploadDecisionJson } from '../http/contract.ts'
import { putObject } from '../http/upload-object.ts'
import { groupsOf, mapLimited } from './batches.ts'
import { type FoundFile, inspectFile, type ReceiptFile } from './find-files.ts'
import type { Filing } from './folder-defaults.ts'

export const uploadOutcomes = ['extracted', 'needs_review', 'duplicate', 'failed', 'pending'] as const

export type UploadOutcome = (typeof uploadOutcomes)[number]

/** How one file ended: as exactly one of the outcomes. */
export interface FileResult {
  file: string
  outcome: UploadOutcome
  receiptId: string | null
  expense: ExpenseJson | null
  failure: { code: string; message: string; hint: string | null } | null
}

export type UploadEvent =
  /** A file was found; `ignored` when it is no receipt and nobody said it was. */
  | { type: 'found' }
  | { type: 'ignored'; file: string }
  | { type: 'stored'; file: string }
  | { type: 'result'; result: FileResult }

export interface UploadOptions {
  client: Client
  signal: AbortSignal
  batchId: string | null
  /** How each file is filed. */
  filing: (path: string) => Promise<Filing>
  /** How many files are sent at once. */
  concurrency: number
  /** Whether to follow each file to its expense, or to leave it `pending` once it is stored. */
  wait: boolean
  onEvent: (event: UploadEvent) => void
}

interface Delivery {
  receiptId: string
  path: string
  /** Whether the bytes were sent by this command, and are to be confirmed. */
  sent: boolean
}

/** Files asked about in one request, and how many may be under way at once: memory does not grow with a batch. */
const groupSize = 40
const mostUnderWay = 160
const firstPollMs = 100
const slowestPollMs = 1_000
/**
 * Waiting longer than this for the next attempt is not waiting any more: the receipt is reported as pending.
 * Less than what local mode itself waits for (`local/ingest-queue.ts`).
 */
const longestParkedMs = 60_000

/**
 * Brings files to the backend and follows each one to its end. What fails is a result; the others go on.
 * Throws what concerns all of them, `interrupted` among others; files without a result were not begun then.
 */
export async function uploadFiles(files: AsyncIterable<FoundFile>, options: UploadOptions): Promise<void> {
  const { client, signal, onEvent } = options
  /** What is being read, by receipt; several files can hold the same bytes. */
  const underWay = new Map<string, string[]>()
  /** The files that were given already, by SHA-256. */
  const seen = new Map<string, string>()
  let pollMs = firstPollMs

  const finish = (file: string, outcome: UploadOutcome, rest: Partial<FileResult> = {}) =>
    onEvent({
      type: 'result',
      result: { file, outcome, receiptId: null, expense: null, failure: null, ...rest },
    })
  const fail = (file: string, thrown: unknown, receiptId: string | null = null) => {
    const { code, message, hint } = toExpensaError(thrown)
    // An interruption says nothing about a file: the same command goes on with it.
    const outcome = code === 'interrupted' ? 'pending' : 'failed'
    finish(file, outcome, { receiptId, failure: { code, message, hint: hint ?? null } })
  }

  try {
    for await (const group of groupsOf(files, groupSize)) {
      await send(group)
      if (underWay.size > 0) await poll()
      while (underWay.size > mostUnderWay) await poll()
    }
    while (underWay.size > 0) await poll()
  } finally {
    // Stopped by Ctrl-C or a failure of the whole: these are stored, and will be read.
    for (const [receiptId, names] of underWay) {
      for (const name of names) finish(name, 'pending', { receiptId })
    }
  }

  function stopWhenInterrupted(): void {
    if (signal.aborted) throw new ExpensaError('interrupted', 'Interrupted.')
  }

  async function send(group: FoundFile[]): Promise<void> {
    stopWhenInterrupted()
    const inspected = await mapLimited(group, 4, async (file) => {
      onEvent({ type: 'found' })
      const receipt = await inspectFile(file).catch((error) => fail(file.path, error))
      if (receipt === null) onEvent({ type: 'ignored', file: file.path })
      return receipt ? [receipt] : []
    })
    const fresh: ReceiptFile[] = []
    const again: ReceiptFile[] = []
    for (const file of inspected.flat()) {
      if (seen.has(file.sha256)) again.push(file)
      else fresh.push(file)
      if (!seen.has(file.sha256)) seen.set(file.sha256, file.path)
    }
    const decisions = fresh.length > 0 ? await request(fresh) : []
    const delivered = await mapLimited(decisions, options.concurrency, (decision, i) =>
      deliver(fresh[i], decision),
    )
    await confirm(delivered.filter((delivery) => delivery !== null))
    // The same bytes twice in one command: the copy shares the fate of the first.
    if (again.length > 0) await followFirst(again)
  }

  /** What to do with each file. A day's limit is used to its last file: what exceeds it is asked in halves. */
  async function request(group: ReceiptFile[]): Promise<(UploadDecisionJson | ExpensaError)[]> {
    const files = await Promise.all(
      group.map(async ({ path, ...file }) => ({ ...file, ...(await options.filing(path)) })),
    )
    try {
      return (await client.requestUploads({ batchId: options.batchId, files }, signal)).files
    } catch (error) {
      if (!(error instanceof ExpensaError) || error.code !== 'limit_reached') throw error
      if (group.length === 1) return [error]
      const middle = group.length >> 1
      return [...(await request(group.slice(0, middle))), ...(await request(group.slice(middle)))]
    }
  }

  /** Sends one file if it has to be sent; null when that was its end already. */
  async function deliver(
    file: ReceiptFile | undefined,
    decision: UploadDecisionJson | ExpensaError,
  ): Promise<Delivery | null> {
    if (!file) return null
    if (decision instanceof ExpensaError) {
      fail(file.path, decision)
      return null
    }
    const { receiptId } = decision
    if (decision.outcome === 'duplicate') {
      finish(file.path, 'duplicate', { receiptId, expense: decision.expense })
      return null
    }
    if (decision.outcome === 'stored') return { receiptId, path: file.path, sent: false }
    try {
      await put(file, decision.target)
      return { receiptId, path: file.path, sent: true }
    } catch (error) {
      fail(file.path, error, receiptId)
      return null
    }
  }

  async function put(
    file: ReceiptFile,
    target: Extract<UploadDecisionJson, { outcome: 'upload' }>['target'],
  ): Promise<void> {
    const blob = await openAsBlob(file.path)
    const send = (to: typeof target) =>
      putObject({ ...to, expiresAt: new Date(to.expiresAt) }, blob, { fetch: client.putObject, signal })
    await send(target).catch(async (error) => {
      if (!(error instanceof ExpensaError) || error.code !== 'upload_expired') throw error
      const [renewed] = await request([file])
      if (renewed && 'target' in renewed) await send(renewed.target)
    })
  }

  /** Has the backend look whether the object store really has what was sent, and follows what it has. */
  async function confirm(deliveries: Delivery[]): Promise<void> {
    const ids = deliveries.filter((delivery) => delivery.sent).map((delivery) => delivery.receiptId)
    const { missing } = ids.length > 0 ? await client.confirmUploads(ids, signal) : { missing: [] }
    for (const { receiptId, path } of deliveries) {
      if (missing.includes(receiptId)) fail(path, lostOnTheWay(), receiptId)
      else follow(receiptId, path)
    }
  }

  async function followFirst(copies: ReceiptFile[]): Promise<void> {
    const { receipts } = await client.lookup([...new Set(copies.map((file) => file.sha256))], signal)
    for (const copy of copies) {
      const entry = receipts.find(({ receipt }) => receipt.sha256 === copy.sha256)
      if (!entry || entry.receipt.status === 'pending') {
        fail(
          copy.path,
          new ExpensaError(
            'conflict',
            `This file has the same content as ${seen.get(copy.sha256)}, which could not be stored.`,
            { hint: 'See what is wrong there; then run the same command again.' },
          ),
        )
      } else if (isSettled(entry)) {
        settle(entry, copy.path, true)
      } else {
        follow(entry.receipt.id, copy.path)
      }
    }
  }

  function follow(receiptId: string, path: string): void {
    onEvent({ type: 'stored', file: path })
    if (options.wait) underWay.set(receiptId, [...(underWay.get(receiptId) ?? []), path])
    else finish(path, 'pending', { receiptId })
  }

  async function poll(): Promise<void> {
    stopWhenInterrupted()
    const asked = [...underWay.keys()]
    const { receipts } = await client.receiptStatus(asked, signal)
    let settled = 0
    for (const entry of receipts) {
      if (!isSettled(entry)) continue
      const [first, ...copies] = underWay.get(entry.receipt.id) ?? []
      if (first !== undefined) settle(entry, first, false)
      for (const copy of copies) settle(entry, copy, true)
      underWay.delete(entry.receipt.id)
      settled++
    }
    const known = new Set(receipts.map((entry) => entry.receipt.id))
    for (const id of asked.filter((receiptId) => !known.has(receiptId))) {
      for (const path of underWay.get(id) ?? []) fail(path, deletedMeanwhile())
      underWay.delete(id)
    }
    pollMs = settled > 0 ? firstPollMs : Math.min(slowestPollMs, pollMs * 1.3)
    if (underWay.size > 0) await sleep(pollMs, undefined, { signal }).catch(() => {})
  }

  function settle({ receipt, expense }: ReceiptWithExpenseJson, file: string, isCopy: boolean): void {
    const receiptId = receipt.id
    if (receipt.failureCode !== null) {
      const { failureCode: code, failureMessage: message, failureHint: hint } = receipt
      const willBeTried = receipt.status === 'uploaded' && isRetryable(code)
      const outcome = willBeTried ? 'pending' : 'failed'
      finish(file, outcome, { receiptId, failure: { code, message: message ?? '', hint } })
    } else if (isCopy || receipt.status === 'confirmed') finish(file, 'duplicate', { receiptId, expense })
    else
      finish(file, receipt.status === 'needs_review' ? 'needs_review' : 'extracted', { receiptId, expense })
  }
}

function lostOnTheWay(): ExpensaError {
  return new ExpensaError('object_missing', 'The file was sent, but the object store does not have it.', {
    hint: 'Run the same command again.',
  })
}

function deletedMeanwhile(): ExpensaError {
  return new ExpensaError('not_found', 'The receipt was deleted while it was being read.')
}

function isRetryable(code: string): boolean {
  return Object.hasOwn(errorCodes, code) && errorCodes[code as ErrorCode].retryable
}

/** Nothing more happens soon: done, failed, or waiting for something that takes longer than a command. */
export function isSettled({ receipt }: ReceiptWithExpenseJson): boolean {
  if (settledStatuses.includes(receipt.status)) return true
  if (receipt.status !== 'uploaded' || receipt.failureCode === null) return false
  if (receipt.failureCode === 'extractor_misconfigured' || receipt.failureCode === 'invalid_config')
    return true
  return receipt.notBefore !== null && new Date(receipt.notBefore).getTime() > Date.now() + longestParkedMs
}
