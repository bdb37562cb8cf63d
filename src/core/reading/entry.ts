import { type Amount, looksLikeMoney } from './amounts.ts'
import type { EntryKind } from './entry-kinds.ts'
import type { Label } from './labels.ts'
import type { NumberStyle } from './number-style.ts'
import type { Row } from './rows.ts'

/** A key phrase and the amounts that belong to it: behind it in its row, or alone in the row below. */
export interface Entry {
  kind: EntryKind
  row: Row
  labels: Label[]
  amounts: Amount[]
  /** The amount stands in the row of the phrase, not below it. */
  sameRow: boolean
}

/** The amount an entry states: the last one that looks like money, else the last number if it can be money. */
export function mainAmount(entry: Entry, style: NumberStyle): Amount | null {
  const money = entry.amounts.filter((a) => looksLikeMoney(a, style))
  return money.at(-1) ?? null
}
