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

/** Cuts to a number of terminal columns; wide characters count two. */
export function truncate(text: string, columns: number, side: 'end' | 'start' = 'end'): string {
  if (stringWidth(text) <= columns) return text
  if (columns <= 1) return '…'.slice(0, Math.max(0, columns))
  const graphemes = [...new Intl.Segmenter().segment(text)].map((part) => part.segment)
  if (side === 'start') graphemes.reverse()
  const kept: string[] = []
  let width = 1
  for (const grapheme of graphemes) {
    width += stringWidth(grapheme)
    if (width > columns) break
    kept.push(grapheme)
  }
  return side === 'start' ? `…${kept.reverse().join('')}` : `${kept.join('')}…`
}
