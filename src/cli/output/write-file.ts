import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { ExpensaError } from '../../core/errors.ts'
import { fileTrouble } from '../file-trouble.ts'

/**
 * Writes a file whole or not at all. What is there already with the same content is not touched; returns
 * whether anything changed.
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<boolean> {
  const bytes = Buffer.from(content)
  const old = await readFile(path).catch(() => null)
  if (old?.equals(bytes)) return false
  const temporary = `${path}.${process.pid}.tmp`
  try {
    await writeFile(temporary, bytes)
    await rename(temporary, path)
  } catch (cause) {
    await rm(temporary, { force: true })
    const { code } = cause as NodeJS.ErrnoException
    throw new ExpensaError(
      code === 'ENOSPC' ? 'disk_full' : 'file_unreadable',
      `${path} cannot be written: ${fileTrouble(cause, 'write')}.`,
      { hint: 'Name another file with -o.', cause },
    )
  }
  return true
}
