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
 * Whether the file is gone from its place. `why` it stays, in a sentence, where its outcome does not say that
 * already; `failed` when it could not be moved or deleted.
 */
export interface Cleared {
  cleared: boolean
  why?: string
  failed?: boolean
}

const stays: Cleared = { cleared: false }

/**
 * Moves or deletes the local file, but only when the backend, asked again, has a record of exactly these bytes.
 * In every other case it stays. Never throws for the file's sake: its record is safe already.
 */
export async function clearOriginal(
  client: Client,
  { file, outcome, receiptId }: FileResult,
  clearing: Clearing,
): Promise<Cleared> {
  if (!clearing.moveTo && !clearing.delete) return stays
  if (receiptId === null || outcome === 'failed' || outcome === 'pending') return stays
  const { receipts } = await client.receiptStatus([receiptId])
  const [entry] = receipts
  if (!entry?.expense || entry.receipt.failureCode !== null) return stays
  if (entry.expense.reviewReasons.includes('unreadable')) {
    return { ...stays, why: 'Nothing could be read in it, so it may be needed again.' }
  }
  try {
    if (!isOfReceipt(await sha256Of(file), entry.receipt)) {
      return { ...stays, why: 'There is no record of exactly these bytes.' }
    }
    if (clearing.moveTo) await moveInto(clearing.moveTo, file)
    else await unlink(file)
    return { cleared: true }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return {
      ...stays,
      failed: true,
      why: `It could not be ${clearing.moveTo ? 'moved' : 'deleted'}: ${reason}`,
    }
  }
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
