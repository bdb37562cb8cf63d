import { writeFile } from 'node:fs/promises'
import { ExpensaError } from '../../core/errors.ts'
import { shortId } from '../../core/ids.ts'
import type { CommandContext } from '../context.ts'
import { exitCodes } from '../exit-codes.ts'
import { fileTrouble } from '../file-trouble.ts'
import { openInViewer, writeForViewer } from '../open-file.ts'
import { plain } from '../output/text.ts'

/** `expensa open <id>`: the original in a viewer, or with `--output` in a file. */
export async function runOpen(
  context: CommandContext,
  id: string,
  options: { output?: string; force?: boolean },
): Promise<number> {
  const client = await context.client()
  const { receipt } = await client.getExpense(id)
  const bytes = await client.downloadOriginal(receipt.id)
  if (options.output === undefined) {
    const path = await writeForViewer(shortId(receipt.id), receipt.contentType, bytes)
    await openInViewer(path, context.config.viewer)
    if (!context.quiet) context.stderr.write(`Opened ${path}\n`)
    return exitCodes.ok.code
  }
  await writeFile(options.output, bytes, { flag: options.force ? 'w' : 'wx' }).catch((cause) => {
    const exists = cause.code === 'EEXIST'
    throw new ExpensaError(
      'usage',
      exists
        ? `${options.output} exists already.`
        : `${options.output} cannot be written: ${fileTrouble(cause, 'write')}.`,
      { hint: exists ? 'Choose another name, or overwrite it with --force.' : 'Check the path.', cause },
    )
  })
  if (!context.quiet) context.stderr.write(`Wrote ${plain(options.output)}, ${bytes.length} bytes\n`)
  return exitCodes.ok.code
}
