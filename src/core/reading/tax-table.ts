import { amountsInRow, looksLikeMoney } from './amounts.ts'
import type { Label } from './labels.ts'
import type { LabelKind } from './lexicon.ts'
import type { NumberStyle } from './number-style.ts'
import type { Row } from './rows.ts'

/** `GST Summary   Amount(RM)   Tax(RM)`: titles of a table of taxes, without an amount. */
export function isTaxTableHead(row: Row, labels: Map<Row, Label[]>, style: NumberStyle): boolean {
  const own = labels.get(row) ?? []
  const count = (...kinds: LabelKind[]) => own.filter((label) => kinds.includes(label.kind)).length
  const tax = count('tax')
  return (
    tax >= 1 &&
    tax + count('net', 'weakTotal', 'total', 'including', 'excluding') >= 2 &&
    !amountsInRow(row, style).some((a) => looksLikeMoney(a, style))
  )
}
