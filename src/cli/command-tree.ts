import type { Argument, Command, Option } from 'commander'

/** A command as it is documented. */
export interface CommandInfo {
  /** With the names above it: `batch list`. */
  name: string
  description: string
  arguments: { name: string; description: string; required: boolean; variadic: boolean }[]
  options: { flags: string; description: string; choices: string[] | null; default: unknown }[]
}

/** Every command that people see, groups before what is in them. */
export function commandInfos(parent: Command, above = ''): CommandInfo[] {
  return visibleCommands(parent).flatMap((command) => {
    const name = `${above}${command.name()}`
    const info = {
      name,
      description: command.description(),
      arguments: command.registeredArguments.map((argument) => ({
        name: argument.name(),
        description: argument.description,
        required: argument.required,
        variadic: argument.variadic,
      })),
      options: visibleOptions(command).map((option) => ({
        flags: option.flags,
        description: option.description,
        choices: option.argChoices ?? null,
        default: option.defaultValue ?? null,
      })),
    }
    return command.commands.length > 0 ? commandInfos(command, `${name} `) : [info]
  })
}

export function visibleCommands(command: Command): Command[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .filter((child) => child.name() !== 'help')
}

export function visibleOptions(command: Command): Option[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .filter((option) => option.long !== '--help')
}

/** The argument that the word at this place belongs to. */
export function argumentAt(command: Command, index: number): Argument | undefined {
  const all = command.registeredArguments
  const last = all.at(-1)
  return all[index] ?? (last?.variadic ? last : undefined)
}
