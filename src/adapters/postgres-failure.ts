import { ExpensaError } from '../core/errors.ts'

/** Errors of the network, in front of PostgreSQL. */
const networkCodes = ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'ENOTFOUND']
/** Classes of SQLSTATE: connection exceptions, insufficient resources, operator intervention (a shutdown, say). */
const unavailableClasses = ['08', '53', '57']

/** What a person can act on, of an error that `pg` threw: a full disk, a database that is away. Others pass through. */
export function postgresFailure(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof ExpensaError) return error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (code === '53100') {
    return new ExpensaError('disk_full', 'The disk that holds the records is full.', {
      hint: 'Free some space, then run the same command again: nothing is done twice.',
      cause: error,
    })
  }
  const isAway =
    networkCodes.includes(code) ||
    (code.length === 5 && unavailableClasses.some((start) => code.startsWith(start))) ||
    // pg's own, without a code.
    /^Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
      error.message,
    )
  if (!isAway) return error
  return new ExpensaError('database_unavailable', `The database does not answer: ${error.message}`, {
    hint: 'Run the same command again: nothing is lost or done twice.',
    cause: error,
  })
}
