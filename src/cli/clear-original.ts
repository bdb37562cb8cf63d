import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { constants, copyFile, link, mkdir, unlink } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { isOfReceipt } from '../core/receipt.ts'
import type { Client } from '../http/client.ts'
import type { FileResult } from './upload-results.ts'

/** What becomes of a local file once its record exists. */
export interface Clearing {
  moveTo?: string
  delete?: boolean
}

/**
 * Moves or deletes the local file, but only when the backend, asked again, has a record of exactly these bytes.
 * False, and the file stays, in every other case: failed, still waiting, changed meanwhile.
 */
export async function clearOriginal(
  client: Client,
  { file, outcome, receiptId }: FileResult,
  clearing: Clearing,
): Promise<boolean> {
  if (!clearing.moveTo && !clearing.delete) return false
  if (receiptId === null || outcome === 'failed' || outcome === 'pending') return false
  const { receipts } = await client.receiptStatus([receiptId])
  const [entry] = receipts
  if (!entry?.expense || entry.receipt.failureCode !== null) return false
  // Nothing is in the record, so the file may be needed to photograph the receipt again.
  if (entry.expense.reviewReasons.includes('unreadable')) return false
  if (!isOfReceipt(await sha256Of(file), entry.receipt)) return false
  if (clearing.moveTo) await moveInto(clearing.moveTo, file)
  else await unlink(file)
  return true
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('hex')
}

/** Under its own name, or with a number behind it where that name is taken; nothing is overwritten. */
async function moveInto(directory: string, file: string): Promise<void> {
  await mkdir(directory, { recursive: true })
  const extension = extname(file)
  const name = basename(file, extension)
  for (let number = 1; ; number++) {
    const target = join(directory, number === 1 ? name + extension : `${name} (${number})${extension}`)
    try {
      await place(file, target)
      await unlink(file)
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

/** A second name for the file where the file system can do that, else a copy. Throws EEXIST. */
async function place(file: string, target: string): Promise<void> {
  await link(file, target).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') throw error
    await copyFile(file, target, constants.COPYFILE_EXCL)
  })
}
