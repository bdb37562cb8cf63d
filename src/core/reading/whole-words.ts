/** Letters of the alphabets that have capitals, and digits. Ranges instead of properties: these run on every row. */
const letter = String.raw`[\wÀ-ÖØ-öø-ɏͰ-ӿḀ-ỿ]`
const boundary = `(?:(?=${letter})(?<!${letter})|(?<=${letter})(?!${letter}))`

/**
 * The pattern with a `\b` that knows letters with marks and of other alphabets: JavaScript's own sees the end of a
 * word between the letters of `PHÊ`, and none behind `Kč` or `лв`. Scripts written without blanks stay as they
 * are: a word of Latin letters may stand between theirs.
 */
export function wholeWords(pattern: RegExp): RegExp {
  return new RegExp(pattern.source.replaceAll(String.raw`\b`, boundary), pattern.flags)
}
