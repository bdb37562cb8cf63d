import { ExpensaError } from '../../core/errors.ts'
import type { ReceiptWithExpenseJson } from '../../http/contract.ts'
import type { RetryRequestJson } from '../../http/contract-reading-state.ts'
import type { CommandContext } from '../context.ts'
import { exitCodes } from '../exit-codes.ts'
import { followReceipts } from '../follow-receipts.ts'
import { toJsonDocument } from '../output/json.ts'
import { receiptTable } from '../output/receipt-table.ts'
import { isSettled } from '../upload-results.ts'
import { endOfWaiting, stillReading, type Waiting } from '../waiting.ts'

export interface RetryCommandOptions extends Waiting {
  failed?: boolean
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
  options: Waiting & { json?: boolean },
): Promise<number> {
  const client = await context.client()
  const { receipts } = await client.retryReceipts(request)
  const ids = receipts.map(({ id }) => id)
  if (!context.quiet) {
    context.stderr.write(
      ids.length === 0
        ? 'Nothing failed, and nothing waits.\n'
        : `Reading ${ids.length} receipt${ids.length === 1 ? '' : 's'} again.\n`,
    )
  }
  const waiting = endOfWaiting(options)
  const entries = await followReceipts(client, ids, AbortSignal.any([context.signal, waiting]))
  const unread = waiting.aborted ? entries.filter((entry) => !isSettled(entry)).length : 0
  if (unread > 0) context.readInBackground()
  if (options.json) context.stdout.write(toJsonDocument('retry', { receipts: entries }))
  else if (entries.length > 0) context.stdout.write(receiptTable(context, entries))
  for (const { receipt } of entries) {
    if (receipt.failureHint) context.stderr.write(`${receipt.originalFilename}: ${receipt.failureHint}\n`)
  }
  const timedOut = options.wait && unread > 0
  if (timedOut && !context.quiet) context.stderr.write(stillReading(unread, options.timeout))
  return exitCodeOf(entries, timedOut, context.signal.aborted)
}

function exitCodeOf(
  entries: readonly ReceiptWithExpenseJson[],
  timedOut: boolean,
  interrupted: boolean,
): number {
  if (interrupted) return exitCodes.interrupted.code
  const failed = entries.filter(({ receipt }) => receipt.status === 'failed').length
  if (failed > 0) return failed === entries.length ? exitCodes.failed.code : exitCodes.partial.code
  const parked = entries.some((entry) => entry.receipt.status === 'uploaded' && isSettled(entry))
  if (parked) return exitCodes.unavailable.code
  return timedOut ? exitCodes.timedOut.code : exitCodes.ok.code
}
