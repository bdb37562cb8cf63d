import type { Command } from 'commander'
import { settings } from '../config.ts'
import { commandInfos, visibleOptions } from './command-tree.ts'
import { exitCodes } from './exit-codes.ts'

/** The manual page, in the language of `man`. */
export function manPage(program: Command): string {
  const lines = [
    '.TH EXPENSA 1',
    '.SH NAME',
    'expensa \\- turn receipts into expense records',
    '.SH SYNOPSIS',
    '.B expensa',
    '\\fICOMMAND\\fR [\\fIOPTIONS\\fR]',
    '.SH DESCRIPTION',
    text(program.description()),
    '.SH COMMANDS',
  ]
  for (const { name, description, arguments: args, options } of commandInfos(program)) {
    const words = args.map(({ name: word, required, variadic }) => {
      const shown = variadic ? `${word}...` : word
      return required ? `<${shown}>` : `[${shown}]`
    })
    lines.push(`.SS ${text(['expensa', name, ...words].join(' '))}`, text(description))
    for (const { flags, description: about, default: preset } of options) {
      const note = preset === null || typeof preset === 'boolean' ? '' : ` (default: ${String(preset)})`
      lines.push('.TP', `.B ${text(flags)}`, text(about + note))
    }
  }
  lines.push('.SH GLOBAL OPTIONS')
  for (const { flags, description } of visibleOptions(program)) {
    lines.push('.TP', `.B ${text(flags)}`, text(description))
  }
  lines.push('.SH ENVIRONMENT')
  for (const { env, doc } of Object.values(settings)) lines.push('.TP', `.B ${text(env)}`, text(doc))
  lines.push('.SH EXIT STATUS')
  for (const { code, meaning } of Object.values(exitCodes)) lines.push('.TP', `.B ${code}`, text(meaning))
  return `${lines.join('\n')}\n`
}

/** Escapes what `man` would take for its own: backslashes, hyphens, and a dot or quote that begins a line. */
function text(value: string): string {
  const escaped = value
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll(/\s*\n\s*/g, ' ')
  return /^[.']/.test(escaped) ? `\\&${escaped}` : escaped
}
