import { type RawBuilder, sql } from 'kysely'
import { isId } from '../core/ids.ts'
import { idEnding } from '../core/typed-id.ts'

/** Of a table's rows, those whose `id` somebody means who typed this. */
export function idIsMeant(typed: string): RawBuilder<boolean> {
  const ending = idEnding(typed)
  if (ending === null) return sql`false`
  if (isId(ending)) return sql`id = ${ending}`
  // An index holds the last eight characters of receipts; people may type fewer of them, from the end.
  return sql`right(id::text, ${sql.lit(ending.length)}) = ${ending}`
}
