import type { TextLine } from './page-text.ts'

/** Letters apart that are less legible are specks and strokes, and no words. */
const legible = 0.88

/** A blank between words is wider than this many steps from letter to letter, a false one narrower. */
const narrowest = 1.6

/**
 * The line with letters that are set apart closed up: `F e c h a : 2 0 2 4 - 1 0-12` has blanks that text
 * recognition saw in wide print; where they are no wider than the step from one letter to the next, they are none.
 * Only rows of single letters are closed up: narrow blanks between words are common.
 */
export function closeUp(line: TextLine): TextLine {
  const { text, charX, confidence } = line
  if (confidence < legible || charX.length !== text.length || !/(?:^| )\S \S(?: |$)/.test(text)) return line
  const letters = text.split('').flatMap((letter, i) => (letter === ' ' ? [] : [i]))
  const steps = letters.slice(1).map((at, i) => (charX[at] ?? 0) - (charX[letters[i] ?? 0] ?? 0))
  // Below the middle: in `1 x 2 @ 3.50` most steps lead over a blank.
  const step = steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 3)] ?? 0
  const isNarrow = (blank: number) => (charX[blank + 1] ?? 0) - (charX[blank - 1] ?? 0) < narrowest * step

  const words = [...text.matchAll(/\S+/g)].map((match) => ({ at: match.index, text: match[0] }))
  const dropped = new Set<number>()
  for (let from = 0; from < words.length; ) {
    let to = from + 1
    while (to < words.length && isNarrow((words[to]?.at ?? 0) - 1)) to++
    const run = words.slice(from, to)
    const single = run.filter((word) => word.text.length === 1).length
    if (run.length >= 3 && single * 2 >= run.length) for (const { at } of run.slice(1)) dropped.add(at - 1)
    from = to
  }
  if (dropped.size === 0) return line
  const isKept = (_: unknown, i: number) => !dropped.has(i)
  return { ...line, text: text.split('').filter(isKept).join(''), charX: charX.filter(isKept) }
}
