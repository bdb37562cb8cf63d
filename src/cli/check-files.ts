import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Preflight } from '../core/preflight.ts'
import { isOfReceipt } from '../core/receipt.ts'
import type { Client } from '../http/client.ts'
import { mapLimited } from './batches.ts'
import type { ReceiptFile } from './find-files.ts'

/** A file that was found fit to be sent. */
export interface CheckedFile extends ReceiptFile {
  /** Of the bytes that are sent, where they are not those of the file. */
  storedSha256: string | null
}

export interface CheckOptions {
  client: Client
  /** Null where files are taken as they are. */
  preflight: Preflight | null
  /** Send also what the preflight would keep back. */
  force: boolean
  checkCards: boolean
  signal: AbortSignal
}

/** Pictures are held in memory while they are looked at. */
const atOnce = 2

/**
 * Looks at those files of which the backend has no bytes yet, before any is sent. Those that had better not be
 * sent go to `refuse`; the others are returned, in the same order.
 */
export async function checkFiles(
  files: readonly ReceiptFile[],
  { client, preflight, force, checkCards, signal }: CheckOptions,
  refuse: (path: string, reason: unknown) => void,
): Promise<CheckedFile[]> {
  if (files.length === 0 || !preflight) return files.map((file) => ({ ...file, storedSha256: null }))
  const { receipts } = await client.lookup(
    files.map((file) => file.sha256),
    signal,
  )
  const arrived = receipts.filter(({ receipt }) => !['pending', 'failed'].includes(receipt.status))
  const checked = await mapLimited(files, atOnce, async (file): Promise<CheckedFile | null> => {
    const known = arrived.find(({ receipt }) => isOfReceipt(file.sha256, receipt))
    if (known) return { ...file, storedSha256: known.receipt.storedSha256 }
    try {
      const bytes = await readFile(file.path)
      if (!force) await preflight.check({ bytes, contentType: file.contentType }, { checkCards })
      const outgoing = preflight.outgoing(bytes)
      const storedSha256 = outgoing && createHash('sha256').update(outgoing).digest('hex')
      return { ...file, storedSha256 }
    } catch (reason) {
      refuse(file.path, reason)
      return null
    }
  })
  return checked.filter((file) => file !== null)
}
