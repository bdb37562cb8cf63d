import { sql, type Transaction } from 'kysely'
import { ExpensaError } from '../core/errors.ts'
import { isId } from '../core/ids.ts'
import { merchantKey, type Rule, type Rules, shortestBeginning } from '../core/rules.ts'
import type { AsUser } from './postgres-as-user.ts'
import type { Database } from './postgres-database.ts'

/** A person's rules about merchants. */
export function ruleMethods(userId: string, asUser: AsUser): Rules {
  return {
    listRules: () =>
      asUser(async (tx) => {
        const rows = await tx
          .selectFrom('rules')
          .selectAll()
          .where('user_id', '=', userId)
          .orderBy('merchant_key')
          .execute()
        return rows.map(toRule)
      }),

    addRule: (id, { merchant, rename, category }) =>
      asUser(async (tx) => {
        const key = merchantKey(merchant)
        if (key === '') {
          throw new ExpensaError('usage', `No merchant: ${JSON.stringify(merchant)}`, {
            hint: 'Name it as receipts do, for example: expensa rules add "Lidl" --category groceries',
          })
        }
        const row = await tx
          .insertInto('rules')
          .values({ id, user_id: userId, merchant, merchant_key: key, rename, category })
          .onConflict((conflict) =>
            conflict.columns(['user_id', 'merchant_key']).doUpdateSet({
              merchant,
              rename: sql`coalesce(excluded.rename, rules.rename)`,
              category: sql`coalesce(excluded.category, rules.category)`,
            }),
          )
          .returningAll()
          .executeTakeFirstOrThrow()
        return toRule(row)
      }),

    removeRule: (id) =>
      asUser(async (tx) => {
        const rows = isId(id)
          ? await tx
              .deleteFrom('rules')
              .where('user_id', '=', userId)
              .where('id', '=', id)
              .returning('id')
              .execute()
          : []
        if (rows.length === 0) {
          throw new ExpensaError('not_found', 'There is no such rule.', {
            hint: 'See the rules with: expensa rules list',
          })
        }
      }),
  }
}

/** The rule for this merchant; of several the most particular one. */
export async function ruleFor(
  tx: Transaction<Database>,
  userId: string,
  merchant: string | null,
): Promise<Rule | null> {
  const key = merchantKey(merchant ?? '')
  if (key === '') return null
  const row = await tx
    .selectFrom('rules')
    .selectAll()
    .where('user_id', '=', userId)
    .where((eb) =>
      eb.or([
        eb('merchant_key', '=', key),
        sql<boolean>`length(merchant_key) >= ${shortestBeginning} and starts_with(${key}, merchant_key)`,
      ]),
    )
    .orderBy(sql`length(merchant_key)`, 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? toRule(row) : null
}

function toRule(row: {
  id: string
  merchant: string
  rename: string | null
  category: string | null
  created_at: Date
}): Rule {
  const { id, merchant, rename, category, created_at: createdAt } = row
  return { id, merchant, rename, category, createdAt }
}
