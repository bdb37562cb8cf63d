import type { Command, Option } from 'commander'
import { argumentAt, visibleCommands, visibleOptions } from './command-tree.ts'
import { topicNames } from './help-topics.ts'

export interface Candidate {
  value: string
  about: string
}

/** Values that only the records know, as they were when they were last asked for. */
export interface KnownValues {
  ids: Candidate[]
  categories: string[]
  projects: string[]
  tags: string[]
  currencies: string[]
  months: string[]
}

/**
 * What may stand in place of the last of these words; empty where a shell had better offer files.
 * The words are those behind `expensa`.
 */
export function complete(program: Command, words: readonly string[], known: KnownValues): Candidate[] {
  const current = words.at(-1) ?? ''
  let command = program
  let position = 0
  let open: Option | undefined
  for (const word of words.slice(0, -1)) {
    if (open) {
      open = undefined
      continue
    }
    const option = optionOf(program, command, word)
    if (option && (option.required || option.optional)) open = option
    if (word.startsWith('-')) continue
    const child = command.commands.find((each) => each.name() === word)
    if (child) command = child
    else position++
  }
  const [flag] = /^--[a-z-]+(?==)/.exec(current) ?? []
  const assigned = flag && optionOf(program, command, flag)
  const candidates = assigned
    ? valuesOf(assigned, known).map(({ value, about }) => ({ value: `${flag}=${value}`, about }))
    : open && !current.startsWith('-')
      ? valuesOf(open, known)
      : wordsFor(program, command, position, current, known)
  return candidates.filter(({ value }) => value.startsWith(current))
}

function wordsFor(
  program: Command,
  command: Command,
  position: number,
  current: string,
  known: KnownValues,
): Candidate[] {
  if (current.startsWith('-')) {
    const options = [...visibleOptions(command), ...(command === program ? [] : visibleOptions(program))]
    return options.map(({ long, short, description }) => ({ value: long ?? short ?? '', about: description }))
  }
  const children = visibleCommands(command).map((child) => ({
    value: child.name(),
    about: child.description(),
  }))
  if (children.length > 0) return children
  if (command.name() === 'help' && position === 0) {
    return [...wordsFor(program, program, 0, current, known), ...topicNames.map(plainValue)]
  }
  const argument = argumentAt(command, position)
  if (argument?.argChoices) return argument.argChoices.map(plainValue)
  return argument && /^ids?$/.test(argument.name()) ? known.ids : []
}

function valuesOf(option: Option, known: KnownValues): Candidate[] {
  if (option.argChoices) return option.argChoices.map(plainValue)
  const lists: Record<string, string[]> = {
    '--month': known.months,
    '--year': [...new Set(known.months.map((month) => month.slice(0, 4)))],
    '--category': known.categories,
    '--project': known.projects,
    '--tag': known.tags,
    '--currency': known.currencies,
  }
  return (lists[option.long ?? ''] ?? []).map(plainValue)
}

function optionOf(program: Command, command: Command, word: string): Option | undefined {
  return [...command.options, ...program.options].find(({ long, short }) => word === long || word === short)
}

function plainValue(value: string): Candidate {
  return { value, about: '' }
}
