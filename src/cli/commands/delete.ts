import { shortId } from '../../core/ids.ts'
import { isMeant } from '../ask.ts'
import type { CommandContext } from '../context.ts'
import { forEachId } from '../each-id.ts'
import { exitCodes } from '../exit-codes.ts'
import { toJsonDocument } from '../output/json.ts'

/** `expensa delete <id…>`: takes receipts and their expenses away; `restore` brings them back. */
export async function runDelete(
  context: CommandContext,
  ids: readonly string[],
  options: { json?: boolean; yes?: boolean },
): Promise<number> {
  const client = await context.client()
  const what = ids.length === 1 ? `expense ${ids[0]}` : `these ${ids.length} expenses`
  if (!(await isMeant(context, `Delete ${what}?`, options.yes))) {
    context.stderr.write('Nothing was deleted.\n')
    return exitCodes.ok.code
  }
  const { done, exitCode } = await forEachId(
    context,
    ids,
    async (id) => (await client.deleteExpense(id)).id,
    {
      json: options.json,
      document: (deleted) => toJsonDocument('delete', { ids: deleted }),
      line: (id) => `${shortId(id)}  deleted`,
    },
  )
  if (!context.quiet && done.length > 0) {
    context.stderr.write(`Undo with: expensa restore ${done.map(shortId).join(' ')}\n`)
  }
  return exitCode
}

/** `expensa restore <id…>`: undoes a deletion. */
export async function runUndelete(
  context: CommandContext,
  ids: readonly string[],
  options: { json?: boolean },
): Promise<number> {
  const client = await context.client()
  const { done, exitCode } = await forEachId(
    context,
    ids,
    async (id) => (await client.restoreExpense(id)).receipt,
    {
      json: options.json,
      document: (receipts) => toJsonDocument('restore', { ids: receipts.map(({ id }) => id) }),
      line: ({ id }) => `${shortId(id)}  restored`,
    },
  )
  if (done.some((receipt) => receipt.status === 'uploaded')) context.readInBackground()
  return exitCode
}
