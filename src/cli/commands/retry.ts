import { ExpensaError } from '../../core/errors.ts'
import type { ReceiptWithExpenseJson } from '../../http/contract.ts'
import type { RetryRequestJson } from '../../http/contract-reading-state.ts'
import type { CommandContext } from '../context.ts'
import { exitCodes } from '../exit-codes.ts'
import { followReceipts } from '../follow-receipts.ts'
import { toJsonDocument } from '../output/json.ts'
import { receiptTable } from '../output/receipt-table.ts'

export interface RetryCommandOptions {
  failed?: boolean
  wait: boolean
  json?: boolean
}

/** `expensa retry`: reads again from the stored originals what failed or waits. */
export async function runRetry(
  context: CommandContext,
  ids: string[],
  options: RetryCommandOptions,
): Promise<number> {
  if (ids.length > 0 === (options.failed === true)) {
    throw new ExpensaError('usage', 'Say what to retry: ids, or --failed for everything that failed.', {
      hint: 'See what failed with: expensa status',
    })
  }
  return retryAndFollow(context, options.failed ? {} : { ids }, options)
}

/** Sets receipts going again, follows them, and prints how they ended. */
export async function retryAndFollow(
  context: CommandContext,
  request: RetryRequestJson,
  options: { wait: boolean; json?: boolean },
): Promise<number> {
  const client = await context.client()
  const { receipts } = await client.retryReceipts(request)
  const ids = receipts.map(({ id }) => id)
  if (!options.wait) context.readInBackground()
  if (!context.quiet) {
    context.stderr.write(
      ids.length === 0
        ? 'Nothing failed, and nothing waits.\n'
        : `Reading ${ids.length} receipt${ids.length === 1 ? '' : 's'} again.\n`,
    )
  }
  const { receipts: entries } = options.wait
    ? { receipts: await followReceipts(client, ids, context.signal) }
    : ids.length > 0
      ? await client.receiptStatus(ids)
      : { receipts: [] }
  if (options.json) context.stdout.write(toJsonDocument('retry', { receipts: entries }))
  else if (entries.length > 0) context.stdout.write(receiptTable(context, entries))
  for (const { receipt } of entries) {
    if (receipt.failureHint) context.stderr.write(`${receipt.originalFilename}: ${receipt.failureHint}\n`)
  }
  return exitCodeOf(entries, context.signal.aborted)
}

function exitCodeOf(entries: readonly ReceiptWithExpenseJson[], interrupted: boolean): number {
  if (interrupted) return exitCodes.interrupted.code
  const failed = entries.filter(({ receipt }) => receipt.status === 'failed').length
  if (failed > 0) return failed === entries.length ? exitCodes.failed.code : exitCodes.partial.code
  const parked = entries.some(({ receipt }) => receipt.failureCode === 'quota_exhausted')
  return parked ? exitCodes.unavailable.code : exitCodes.ok.code
}
