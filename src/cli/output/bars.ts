const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']

/** A bar of `width` columns at most for a share between 0 and 1, exact to an eighth of a column. */
export function bar(share: number, width: number): string {
  const units = Math.round(Math.min(1, Math.max(0, share)) * width * 8)
  const filled = '█'.repeat(Math.floor(units / 8)) + (eighths[units % 8] ?? '')
  // What is there at all is seen.
  return filled === '' && share > 0 ? '▏' : filled
}
