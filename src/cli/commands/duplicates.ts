import { ExpensaError } from '../../core/errors.ts'
import { shortId } from '../../core/ids.ts'
import { formatMoney } from '../../core/money.ts'
import type { ReceiptWithExpenseJson } from '../../http/contract.ts'
import type { ResolveRequestJson } from '../../http/contract-duplicates.ts'
import { isMeant } from '../ask.ts'
import type { CommandContext } from '../context.ts'
import { exitCodes } from '../exit-codes.ts'
import { attention } from '../output/attention.ts'
import { duplicateText } from '../output/duplicate-text.ts'
import { toJsonDocument } from '../output/json.ts'
import { type Column, renderTable } from '../output/table.ts'
import { plain } from '../output/text.ts'

/** `expensa duplicates`: the pairs that nobody settled yet, one beneath the other. */
export async function runDuplicates(context: CommandContext, options: { json?: boolean }): Promise<number> {
  const { duplicates } = await (await context.client()).listDuplicates()
  if (options.json) {
    context.stdout.write(toJsonDocument('duplicates', { duplicates }))
    return exitCodes.ok.code
  }
  const { stdout: style } = context.style
  type Row = ReceiptWithExpenseJson & { why: string }
  const rows: Row[] = duplicates.flatMap((pair) => [
    { ...pair.receipt, why: duplicateText(pair, pair.receiptId) },
    { ...pair.other, why: '' },
  ])
  const columns: Column<Row>[] = [
    { title: 'ID', value: ({ receipt }) => shortId(receipt.id), style: () => style.dim },
    { title: 'File', value: ({ receipt }) => plain(receipt.originalFilename), shrinkTo: 12, cut: 'middle' },
    { title: 'Date', value: ({ expense }) => expense?.purchaseDate ?? '?' },
    { title: 'Merchant', value: ({ expense }) => plain(expense?.merchant ?? '?'), shrinkTo: 12 },
    {
      title: 'Total',
      value: ({ expense }) => (expense?.total ? formatMoney(expense.total) : '?'),
      align: 'right',
    },
    { title: 'Why', value: ({ why }) => why, shrinkTo: 24, style: () => attention(style) },
  ]
  if (rows.length > 0) {
    context.stdout.write(renderTable(rows, columns, { columns: context.stdout.columns, heading: style.bold }))
  }
  if (!context.quiet) {
    context.stderr.write(
      rows.length === 0
        ? 'No duplicates are suspected.\n'
        : 'Settle a pair with: expensa duplicates resolve <id> <id> --keep both|first|second\n',
    )
  }
  return exitCodes.ok.code
}

/** `expensa duplicates resolve <first> <second> --keep …`: settles one pair. */
export async function runResolve(
  context: CommandContext,
  first: string,
  second: string,
  options: { keep: ResolveRequestJson['keep']; yes?: boolean; json?: boolean },
): Promise<number> {
  if (first === second)
    throw new ExpensaError('usage', 'A pair is two different expenses.', {
      hint: 'See the pairs: expensa duplicates',
    })
  const gone = { both: null, first: second, second: first }[options.keep]
  if (gone !== null && !(await isMeant(context, `Delete ${gone}?`, options.yes))) {
    context.stderr.write('Nothing was changed.\n')
    return exitCodes.ok.code
  }
  const client = await context.client()
  const { duplicate } = await client.resolveDuplicate({ first, second, keep: options.keep })
  if (options.json) context.stdout.write(toJsonDocument('duplicate', { duplicate }))
  else context.stdout.write(gone === null ? 'Both are kept.\n' : `${plain(gone)}  deleted\n`)
  if (gone !== null && !context.quiet) context.stderr.write(`Undo with: expensa restore ${plain(gone)}\n`)
  return exitCodes.ok.code
}
