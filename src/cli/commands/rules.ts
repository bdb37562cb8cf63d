import { ExpensaError } from '../../core/errors.ts'
import { shortId } from '../../core/ids.ts'
import { squash } from '../../core/reading/fold.ts'
import { idEnding, theOneMeant } from '../../core/typed-id.ts'
import type { RuleJson } from '../../http/contract-rules.ts'
import type { CommandContext } from '../context.ts'
import { forEachId } from '../each-id.ts'
import { exitCodes } from '../exit-codes.ts'
import { toJsonDocument } from '../output/json.ts'
import { type Column, renderTable } from '../output/table.ts'
import { plain } from '../output/text.ts'

/** `expensa rules list`: what is done with which merchant. */
export async function runRulesList(context: CommandContext, options: { json?: boolean }): Promise<number> {
  const { rules } = await (await context.client()).listRules()
  if (options.json) context.stdout.write(toJsonDocument('rules', { rules }))
  else if (rules.length > 0) context.stdout.write(ruleTable(context, rules))
  else context.stderr.write('No rules yet. Add one with: expensa rules add "Lidl" --category groceries\n')
  return exitCodes.ok.code
}

/** `expensa rules add <merchant>`: for receipts that come in from now on. */
export async function runRulesAdd(
  context: CommandContext,
  merchant: string,
  options: { rename?: string; category?: string; json?: boolean },
): Promise<number> {
  const { rename = null, category = null } = options
  if (rename === null && category === null) {
    throw new ExpensaError('usage', 'A rule needs --rename or --category.', {
      hint: 'For example: expensa rules add "Lidl" --category groceries',
    })
  }
  const { rule } = await (await context.client()).addRule({ merchant, rename, category })
  if (options.json) context.stdout.write(toJsonDocument('rule', { rule }))
  else context.stdout.write(ruleTable(context, [rule]))
  return exitCodes.ok.code
}

/** `expensa rules remove <rule…>`: by id or by merchant. */
export async function runRulesRemove(
  context: CommandContext,
  names: readonly string[],
  options: { json?: boolean },
): Promise<number> {
  const client = await context.client()
  const { rules } = await client.listRules()
  const remove = async (name: string) => {
    const ending = idEnding(name)
    const named = rules.filter(({ merchant }) => squash(merchant) === squash(name))
    const found = named.length > 0 ? named : rules.filter(({ id }) => ending && id.endsWith(ending))
    const rule = theOneMeant(found, name, { kind: 'rule', list: 'expensa rules list' })
    return (await client.removeRule(rule.id)).id
  }
  const { exitCode } = await forEachId(context, names, remove, {
    json: options.json,
    document: (ids) => toJsonDocument('rules-removed', { ids }),
    line: (id) => `${shortId(id)}  removed`,
  })
  return exitCode
}

function ruleTable(context: CommandContext, rules: readonly RuleJson[]): string {
  const { stdout: style } = context.style
  const columns: Column<RuleJson>[] = [
    { title: 'ID', value: (row) => shortId(row.id), style: () => style.dim },
    { title: 'Merchant', value: (row) => plain(row.merchant), shrinkTo: 12 },
    { title: 'Renamed to', value: (row) => plain(row.rename ?? ''), shrinkTo: 12 },
    { title: 'Category', value: (row) => plain(row.category ?? ''), shrinkTo: 8 },
  ]
  return renderTable(rules, columns, { columns: context.stdout.columns, heading: style.bold })
}
