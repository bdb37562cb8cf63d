/** The rows of a CSV file, whatever separates its cells. Empty lines stay, so that numbers of lines fit. */
export function parseCsv(text: string): { rows: string[][]; separator: string } {
  const sample = text.split(/\r?\n/, 60)
  const separator = [';', ',', '\t', '|']
    .map((candidate) => ({ candidate, score: regularity(sample, candidate) }))
    .reduce((best, each) => (each.score > best.score ? each : best)).candidate
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let quoted = false
  const endRow = () => {
    rows.push([...row, cell.trim()])
    row = []
    cell = ''
  }
  for (let i = 0; i < text.length; i++) {
    const character = text[i] ?? ''
    if (quoted) {
      if (character !== '"') cell += character
      else if (text[i + 1] === '"') cell += text[++i]
      else quoted = false
    } else if (character === '"' && cell.trim() === '') {
      cell = ''
      quoted = true
    } else if (character === separator) {
      row.push(cell.trim())
      cell = ''
    } else if (character === '\n') endRow()
    else if (character !== '\r') cell += character
  }
  if (cell !== '' || row.length > 0) endRow()
  return { rows, separator }
}

/** How many lines have the most frequent number of cells, times that number: preambles do not count. */
function regularity(lines: string[], separator: string): number {
  const counts = new Map<number, number>()
  for (const line of lines) {
    const cells = line.replaceAll(/"[^"]*"/g, '').split(separator).length
    if (cells > 1) counts.set(cells, (counts.get(cells) ?? 0) + 1)
  }
  return Math.max(0, ...[...counts].map(([cells, lines]) => lines * Math.min(cells, 6)))
}
