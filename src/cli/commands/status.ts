import { receiptStatuses } from '../../core/receipt.ts'
import type { BatchJson } from '../../http/contract-reading-state.ts'
import type { CommandContext } from '../context.ts'
import { exitCodes } from '../exit-codes.ts'
import { toJsonDocument } from '../output/json.ts'
import { receiptTable } from '../output/receipt-table.ts'

/** `expensa status`: what is in progress, what waits until when, and what failed and why. */
export async function runStatus(context: CommandContext, options: { json?: boolean }): Promise<number> {
  const client = await context.client()
  const { counts, receipts } = await client.status()
  if (options.json) {
    context.stdout.write(toJsonDocument('status', { counts, receipts }))
    return exitCodes.ok.code
  }
  if (receipts.length > 0) context.stdout.write(`${receiptTable(context, receipts)}\n`)
  context.stdout.write(`${countsLine(counts) || 'No receipts yet'}.\n`)
  if (context.quiet) return exitCodes.ok.code
  if (counts.failed > 0) context.stderr.write('Try the failed ones again with: expensa retry --failed\n')
  if (counts.needs_review > 0)
    context.stderr.write('Look at what needs review with: expensa list --status needs_review\n')
  return exitCodes.ok.code
}

const words: Record<keyof BatchJson['counts'], string> = {
  pending: 'not sent',
  uploaded: 'waiting',
  extracting: 'being read',
  extracted: 'extracted',
  needs_review: 'to review',
  failed: 'failed',
  confirmed: 'confirmed',
}

/** `3 extracted, 1 failed`; empty when there is nothing to count. */
export function countsLine(counts: BatchJson['counts']): string {
  return receiptStatuses
    .filter((status) => counts[status] > 0)
    .map((status) => `${counts[status]} ${words[status]}`)
    .join(', ')
}
