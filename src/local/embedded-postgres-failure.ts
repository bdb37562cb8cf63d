import { statfsSync } from 'node:fs'
import { ExpensaError } from '../core/errors.ts'
import type { PostgresPlace } from './embedded-postgres-place.ts'

/** Less than this, in bytes, and PostgreSQL cannot write its next log segments. */
const leastSpace = 16 * 1024 * 1024

/** Turns the last words of one of PostgreSQL's programs into what a person can act on. */
export function explainFailure(place: PostgresPlace, output: string): ExpensaError {
  const lines = output
    .split('\n')
    // What others were told who came while it was starting is not the reason.
    .filter((line) => line !== '' && !line.includes('FATAL:  the database system is'))
    .slice(-8)
    .join('\n')
  // On a full disk the server often cannot even write down why it stopped.
  if (/No space left on device|Disk quota exceeded/.test(output) || freeSpace(place.directory) < leastSpace) {
    return diskFull(place.directory, lines)
  }
  if (/could not look up effective user ID/.test(output)) {
    return new ExpensaError('invalid_config', 'PostgreSQL refuses to run as a user without a name.', {
      hint: `Add user id ${process.getuid?.()} to /etc/passwd, or set EXPENSA_DATABASE_URL.`,
    })
  }
  if (
    /Permission denied|Operation not permitted|wrong ownership|invalid permissions|Read-only/.test(output)
  ) {
    return new ExpensaError('invalid_config', `PostgreSQL may not use ${place.directory}:\n${lines}`, {
      hint: 'The records need a directory of your own on a local disk: set EXPENSA_HOME to one.',
    })
  }
  return new ExpensaError(
    'database_unavailable',
    `PostgreSQL does not start in ${place.directory}:\n${lines}`,
    {
      hint: `Its whole log is in ${place.log}.`,
    },
  )
}

/** The same for what the file system refused to this process itself. Other errors pass through. */
export function explainFileError(directory: string, error: unknown): unknown {
  const { code, path } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(directory, error)
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOTDIR' || code === 'EEXIST') {
    return new ExpensaError(
      'invalid_config',
      `The records need ${path ?? directory}, which cannot be used (${code}).`,
      {
        hint: 'Give yourself write permission there, or set EXPENSA_HOME to another directory.',
        cause: error,
      },
    )
  }
  return error
}

function diskFull(directory: string, cause: unknown): ExpensaError {
  return new ExpensaError('disk_full', `No space left for the records in ${directory}.`, {
    hint: 'Free some space, then run the same command again.',
    cause,
  })
}

function freeSpace(directory: string): number {
  try {
    const { bavail, bsize } = statfsSync(directory)
    return bavail * bsize
  } catch {
    return Number.POSITIVE_INFINITY
  }
}
