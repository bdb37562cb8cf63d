import type { Command } from 'commander'
import { category, noneBlank, notBlank, type RunCommand } from './options.ts'

/** Commands about what is done with receipts of one merchant. */
export function addRuleCommands(program: Command, run: RunCommand): void {
  const rules = program
    .command('rules')
    .description('what is done with receipts of a merchant when they come in')
  rules
    .command('list')
    .description('print the rules')
    .option('--json', 'print one JSON document')
    .action((options) =>
      run(async (ctx) => (await import('../commands/rules.ts')).runRulesList(ctx, options)),
    )
  rules
    .command('add')
    .description('call a merchant otherwise, or file its receipts under a category, from now on')
    .argument('<merchant>', 'how its name begins on receipts, in any case', notBlank)
    .option('--rename <name>', 'call it this')
    .option('--category <name>', 'file its receipts under this category', category)
    .option('--json', 'print one JSON document')
    .action((merchant: string, options) =>
      run(async (ctx) => (await import('../commands/rules.ts')).runRulesAdd(ctx, merchant, options)),
    )
  rules
    .command('remove')
    .description('forget rules')
    .argument('<rules...>', 'ids as printed by rules list, or merchants', noneBlank)
    .option('--json', 'print one JSON document')
    .action((names: string[], options) =>
      run(async (ctx) => (await import('../commands/rules.ts')).runRulesRemove(ctx, names, options)),
    )
}
