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
  const { done, exitCode } = await forEachId(context, ids, async (id) => (await client.deleteExpense(id)).id)
  if (options.json) context.stdout.write(toJsonDocument('delete', { ids: done }))
  else for (const id of done) context.stdout.write(`${shortId(id)}  deleted\n`)
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
  )
  if (done.some((receipt) => receipt.status === 'uploaded')) context.readInBackground()
  if (options.json) context.stdout.write(toJsonDocument('restore', { ids: done.map(({ id }) => id) }))
  else for (const { id } of done) context.stdout.write(`${shortId(id)}  restored\n`)
  return exitCode
}
