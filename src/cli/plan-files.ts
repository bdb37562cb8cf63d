import { toExpensaError } from '../core/errors.ts'
import { isOfReceipt } from '../core/receipt.ts'
import { type CheckOptions, checkFiles } from './check-files.ts'
import { type FoundFile, inspectFile, type ReceiptFile } from './find-files.ts'

export const plans = ['upload', 'retry', 'duplicate', 'failed'] as const

/** What an upload would do with a file; of a `duplicate`, `failed` and `retry` with the reason. */
export interface Plan {
  file: string
  plan: (typeof plans)[number]
  reason: string | null
}

const lookupSize = 500

/** What an upload of these files would do, without doing it: looked at as for sending, and asked about. */
export async function planFiles(files: readonly FoundFile[], options: CheckOptions): Promise<Plan[]> {
  const planned: Plan[] = []
  const seen = new Map<string, string>()
  const fail = (file: string, thrown: unknown) =>
    planned.push({ file, plan: 'failed', reason: toExpensaError(thrown).message })

  for (let start = 0; start < files.length; start += lookupSize) {
    const fresh: ReceiptFile[] = []
    for (const file of files.slice(start, start + lookupSize)) {
      const receipt = await inspectFile(file).catch((thrown) => void fail(file.path, thrown))
      if (!receipt) continue
      const first = seen.get(receipt.sha256)
      if (first) planned.push({ file: file.path, plan: 'duplicate', reason: `same content as ${first}` })
      else fresh.push(receipt)
      seen.set(receipt.sha256, first ?? file.path)
    }
    planned.push(...(await planGroup(await checkFiles(fresh, options, fail), options)))
  }
  const order = new Map(files.map(({ path }, i) => [path, i]))
  return planned.sort((a, b) => (order.get(a.file) ?? 0) - (order.get(b.file) ?? 0))
}

async function planGroup(files: readonly ReceiptFile[], { client, signal }: CheckOptions): Promise<Plan[]> {
  if (files.length === 0) return []
  const { receipts } = await client.lookup(
    files.map((file) => file.sha256),
    signal,
  )
  return files.map(({ path, sha256 }) => {
    const status = receipts.find(({ receipt }) => isOfReceipt(sha256, receipt))?.receipt.status
    if (status === undefined) return { file: path, plan: 'upload', reason: null }
    if (['extracted', 'needs_review', 'confirmed'].includes(status)) {
      return { file: path, plan: 'duplicate', reason: 'already recorded' }
    }
    return { file: path, plan: 'retry', reason: `${status} before` }
  })
}
