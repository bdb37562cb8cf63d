import { stat } from 'node:fs/promises'
import { restore } from '../../operator/restore.ts'
import type { CommandContext } from '../context.ts'
import { exitCodes } from '../exit-codes.ts'
import { toJsonDocument } from '../output/json.ts'
import { plain } from '../output/text.ts'
import { runUndelete } from './delete.ts'

/** `expensa restore`: with a directory, a backup into an empty system; with ids, what was deleted. */
export async function runRestore(
  context: CommandContext,
  targets: readonly string[],
  options: { json?: boolean },
): Promise<number> {
  const [directory = ''] = targets
  if (targets.length > 1 || !(await isDirectory(directory))) return runUndelete(context, targets, options)

  const { rows, originals, createdAt } = await restore(await context.records(), directory, context.signal)
  if (options.json) context.stdout.write(toJsonDocument('restore-backup', { rows, originals, createdAt }))
  else if (!context.quiet) {
    context.stderr.write(
      `Restored ${rows} rows of records and ${originals} originals from ${plain(directory)}, of ${createdAt}.\n`,
    )
  }
  return exitCodes.ok.code
}

async function isDirectory(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}
