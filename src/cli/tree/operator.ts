import type { Command } from 'commander'
import type { RunCommand } from './options.ts'

/** Commands for whoever runs the system. */
export function addOperatorCommands(program: Command, run: RunCommand): void {
  program
    .command('worker', { hidden: true })
    .description('read receipts that wait for it')
    .action(() => run(async (ctx) => (await import('../commands/worker.ts')).runWorker(ctx)))
}
