import { sql, type Transaction } from 'kysely'
import { ExpensaError } from '../core/errors.ts'
import { isId } from '../core/ids.ts'
import type { Database } from './postgres-database.ts'

const suffixPattern = /^[0-9a-f]{4,8}$/

/**
 * The one receipt of this user with this id, or whose id ends in these 4 to 8 characters. Throws `not_found`,
 * or `conflict` when several match.
 */
export async function findReceipt(
  tx: Transaction<Database>,
  userId: string,
  idOrSuffix: string,
  { deleted = false }: { deleted?: boolean } = {},
) {
  const wanted = idOrSuffix.toLowerCase()
  const isWhole = isId(wanted)
  if (!isWhole && !suffixPattern.test(wanted)) throw notFound(idOrSuffix, deleted)
  const [receipt, second] = await tx
    .selectFrom('receipts')
    .selectAll()
    .where('user_id', '=', userId)
    .where('deleted_at', deleted ? 'is not' : 'is', null)
    .where((eb) =>
      isWhole
        ? eb('id', '=', wanted)
        : // The index holds the last eight characters; people may type fewer of them, from the end.
          eb(sql<string>`right(id::text, ${sql.lit(wanted.length)})`, '=', wanted),
    )
    .limit(2)
    .execute()
  if (!receipt) throw notFound(idOrSuffix, deleted)
  if (second) {
    throw new ExpensaError('conflict', `More than one expense ends in ${wanted}.`, {
      hint: 'Type all eight characters of the id, as expensa list prints them.',
    })
  }
  return receipt
}

function notFound(id: string, deleted: boolean): ExpensaError {
  const kind = deleted ? 'deleted expense' : 'expense'
  return new ExpensaError('not_found', `There is no ${kind} ${JSON.stringify(id.slice(0, 60))}.`, {
    hint: `Ids are in the first column of: expensa list${deleted ? ' --deleted' : ''}`,
  })
}
