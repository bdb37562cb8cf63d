import { Argument, type Command } from 'commander'
import { completionScripts, type Shell, shells } from '../completion-scripts.ts'
import { exitCodes } from '../exit-codes.ts'
import type { RunCommand } from './options.ts'

/** Commands for shells, scripts and agents. */
export function addShellCommands(program: Command, run: RunCommand): void {
  program
    .command('completion')
    .description('print what makes a shell complete commands, options, months, categories and ids')
    .addArgument(new Argument('<shell>', 'which one').choices(shells))
    .addHelpText(
      'after',
      `
Examples:
  $ echo 'source <(expensa completion bash)' >> ~/.bashrc
  $ echo 'source <(expensa completion zsh)' >> ~/.zshrc        after compinit
  $ expensa completion fish > ~/.config/fish/completions/expensa.fish`,
    )
    .action((shell: Shell) =>
      run(async ({ stdout }) => {
        stdout.write(completionScripts[shell])
        return exitCodes.ok.code
      }),
    )

  program
    .command('complete', { hidden: true })
    .description('print candidates for the last of these words')
    .argument('[words...]')
    .option('--refresh', 'ask the records what there is to complete')
    .action((words: string[], options: { refresh?: boolean }) =>
      run(async (ctx) => {
        const { runComplete, runRefresh } = await import('../commands/complete.ts')
        return options.refresh ? runRefresh(ctx) : runComplete(ctx, program, words)
      }),
    )

  program
    .command('schema')
    .description('print commands, settings, exit codes and JSON Schemas as one JSON document')
    .action(() => run(async (ctx) => (await import('../commands/schema.ts')).runSchema(ctx, program)))

  program
    .command('man', { hidden: true })
    .description('print the manual page')
    .action(() =>
      run(async ({ stdout }) => {
        stdout.write((await import('../man-page.ts')).manPage(program))
        return exitCodes.ok.code
      }),
    )
}
