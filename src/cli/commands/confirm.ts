import type { CommandContext } from '../context.ts'
import { forEachId } from '../each-id.ts'
import { toJsonDocument } from '../output/json.ts'
import { expenseLine } from './edit.ts'

/** `expensa confirm <id…>`: a person found them right. */
export async function runConfirm(
  context: CommandContext,
  ids: readonly string[],
  options: { json?: boolean },
): Promise<number> {
  const client = await context.client()
  const { done, exitCode } = await forEachId(
    context,
    ids,
    async (id) => (await client.confirmExpense(id)).expense,
    {
      json: options.json,
      document: (expenses) => toJsonDocument('confirm', { expenses }),
      line: expenseLine,
    },
  )
  if (!context.quiet && done.length > 0) context.stderr.write(`${done.length} confirmed.\n`)
  return exitCode
}
