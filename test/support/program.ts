import type { Command } from 'commander'
import { createProgram } from '../../src/cli/program.ts'

/** The commands as they are, for looking at them or parsing arguments: none of them runs. */
export function programOnPaper(version = ''): Command {
  return createProgram({
    version,
    context: async () => {
      throw new Error('No command runs here.')
    },
    exit: () => {},
  })
}
