import { backUp } from '../../operator/backup.ts'
import type { CommandContext } from '../context.ts'
import { exitCodes } from '../exit-codes.ts'
import { plain } from '../output/text.ts'

/** `expensa backup`: everything in one directory. */
export async function runBackup(context: CommandContext, directory: string): Promise<number> {
  const records = await context.records()
  const { rows, originals, missing } = await backUp(records, directory, context.signal)
  if (!context.quiet) {
    context.stderr.write(`${plain(directory)} holds ${rows} rows of records and ${originals} originals.\n`)
  }
  for (const key of missing) context.stderr.write(`expensa: the original ${plain(key)} is missing.\n`)
  return missing.length === 0 ? exitCodes.ok.code : exitCodes.partial.code
}
