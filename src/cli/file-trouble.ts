import { readFile } from 'node:fs/promises'
import { ExpensaError } from '../core/errors.ts'

/** What a person is told instead of the system's abbreviation, by what was tried. */
const reasons: Record<string, { read: string; write: string }> = {
  ENOENT: { read: 'there is no such file', write: 'there is no such directory' },
  EACCES: { read: 'you may not read it', write: 'you may not write there' },
  EPERM: { read: 'you may not read it', write: 'you may not write there' },
  EISDIR: { read: 'it is a directory', write: 'it is a directory' },
  ENOSPC: { read: 'the disk is full', write: 'the disk is full' },
}

/** Why a file cannot be read or written, as the end of a sentence. */
export function fileTrouble(cause: unknown, tried: 'read' | 'write'): string {
  const { code = '', message } = cause as NodeJS.ErrnoException
  return reasons[code]?.[tried] ?? message
}

/** A file that a person named, whole. */
export async function readNamedFile(path: string): Promise<Buffer> {
  return readFile(path).catch((cause) => {
    throw new ExpensaError('file_unreadable', `${path} cannot be read: ${fileTrouble(cause, 'read')}.`, {
      hint: 'Check the path.',
      cause,
    })
  })
}
