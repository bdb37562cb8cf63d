// The release that cli-table3 has: what is cut here has to be as wide there.
import stringWidth from 'string-width'

/**
 * Text that came from a receipt, a filename or a server, made harmless for a terminal: without control
 * characters (which could move the cursor or change its title) and without marks that reorder text.
 */
export function plain(text: string): string {
  return text
    .replaceAll(/[\u0000-\u001f\u007f-\u009f]+/g, ' ')
    .replaceAll(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .trim()
}

/** What is lost of a text that is too long: its end, or its middle (of paths, whose name is at the end). */
export type Cut = 'end' | 'middle'

/** Cuts to a number of terminal columns; wide characters count two. */
export function truncate(text: string, columns: number, cut: Cut = 'end'): string {
  if (stringWidth(text) <= columns) return text
  if (columns <= 1) return '…'.slice(0, Math.max(0, columns))
  const graphemes = [...new Intl.Segmenter().segment(text)].map((part) => part.segment)
  if (cut === 'end') return `${fitting(graphemes, columns - 1).join('')}…`
  const end = fitting(graphemes.toReversed(), Math.ceil(((columns - 1) * 2) / 3))
    .reverse()
    .join('')
  return `${fitting(graphemes, columns - 1 - stringWidth(end)).join('')}…${end}`
}

/** As many of the first ones as have room. */
function fitting(graphemes: readonly string[], columns: number): string[] {
  let width = 0
  const over = graphemes.findIndex((grapheme) => {
    width += stringWidth(grapheme)
    return width > columns
  })
  return over < 0 ? [...graphemes] : graphemes.slice(0, over)
}

/** Parts of a sentence, `a · b · c`, on as many lines as the terminal needs; a part is never torn. */
export function joinParts(parts: readonly string[], columns: number | null): string {
  const lines: string[] = []
  for (const part of parts) {
    const longer = lines.length === 0 ? part : `${lines.at(-1)} · ${part}`
    if (lines.length === 0) lines.push(part)
    else if (columns === null || stringWidth(longer) <= columns) lines[lines.length - 1] = longer
    else lines.push(part)
  }
  return lines.join('\n')
}

/** Words on lines of so many columns, each after the first indented; words longer than a line stay whole. */
export function wrapWords(text: string, columns: number, indent: number): string {
  return wrapped(text.split(' '), columns, indent)
}

/**
 * What a person is told, harmless and on lines of the terminal's width. The command that it ends with stays in
 * one piece: whoever copies it gets what works.
 */
export function messageText(text: string, columns: number | null, indent = 0): string {
  const line = plain(text)
  if (columns === null) return line
  const [command] = /(?<=: )expensa .*$/.exec(line) ?? []
  const words = line.slice(0, line.length - (command?.length ?? 0)).trimEnd()
  return wrapped([...words.split(' '), ...(command ? [command] : [])], columns, indent)
}

function wrapped(words: readonly string[], columns: number, indent: number): string {
  const lines: string[] = ['']
  for (const word of words) {
    const line = lines.at(-1) ?? ''
    if (line === '') lines[lines.length - 1] = word
    else if (indent + stringWidth(line) + 1 + stringWidth(word) <= columns) {
      lines[lines.length - 1] = `${line} ${word}`
    } else lines.push(word)
  }
  return lines.join(`\n${' '.repeat(indent)}`)
}
