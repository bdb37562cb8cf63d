import { expect, test } from 'vitest'
import { commandInfos } from '../../src/cli/command-tree.ts'
import { createProgram } from '../../src/cli/program.ts'

/** What scripts pass when a variable was never set is no id, path or merchant: nothing is asked or done. */

function openProgram() {
  const program = createProgram({
    version: '',
    context: async () => {
      throw new Error('It ran.')
    },
    exit: () => {},
  })
  const commands = [program]
  for (const command of commands) {
    command.configureOutput({ writeErr: () => {} })
    commands.push(...command.commands)
  }
  return program
}

const needed: Record<string, string[]> = { 'duplicates resolve': ['--keep', 'both'] }
const free = ['completion', 'help']
const taking = commandInfos(openProgram()).filter(
  ({ name, arguments: taken }) => taken.length > 0 && !free.includes(name),
)

test.each(taking)('$name', async ({ name, arguments: taken }) => {
  for (const blank of ['', '  ']) {
    const args = [...name.split(' '), ...taken.map(() => blank), ...(needed[name] ?? [])]
    await expect(openProgram().parseAsync(['node', 'expensa', ...args])).rejects.toMatchObject({
      code: 'commander.invalidArgument',
      message: expect.stringMatching(/Must be an id, for example|Must not be blank/),
    })
  }
})

test.each(['show ..', 'open .', 'batch show ..', 'confirm 1a2b3c4d .'])(
  '%s: another path is no id',
  async (line) => {
    const parsed = openProgram().parseAsync(['node', 'expensa', ...line.split(' ')])
    await expect(parsed).rejects.toMatchObject({ code: 'commander.invalidArgument' })
  },
)

test('an id may stand between blanks', async () => {
  await expect(openProgram().parseAsync(['node', 'expensa', 'show', ' 1a2b3c4d '])).rejects.toThrow('It ran.')
})
