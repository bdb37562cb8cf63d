import type { Transaction } from 'kysely'
import { theOneMeant } from '../core/typed-id.ts'
import type { Database } from './postgres-database.ts'
import { idIsMeant } from './postgres-typed-id.ts'

/**
 * The one receipt of this user with this id, or whose id ends in these 4 to 8 characters. Throws `not_found`,
 * or `conflict` when several match.
 */
export async function findReceipt(
  tx: Transaction<Database>,
  userId: string,
  typed: string,
  { deleted = false }: { deleted?: boolean } = {},
) {
  const found = await tx
    .selectFrom('receipts')
    .selectAll()
    .where('user_id', '=', userId)
    .where('deleted_at', deleted ? 'is not' : 'is', null)
    .where(idIsMeant(typed))
    .limit(2)
    .execute()
  return theOneMeant(
    found,
    typed,
    deleted
      ? { kind: 'deleted expense', list: 'expensa list --deleted' }
      : { kind: 'expense', list: 'expensa list' },
  )
}
