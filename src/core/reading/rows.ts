import { median } from '../median.ts'
import { closeUp } from './letter-spacing.ts'
import type { PageText, TextLine } from './page-text.ts'

/** What stands on one printed line of the receipt, from left to right, however many boxes it was found in. */
export interface Row {
  /** All of it, boxes joined by single spaces, full-width letters and digits made ordinary. */
  text: string
  /** For each UTF-16 unit of `text`, the page x of its middle. */
  charX: number[]
  cells: TextLine[]
  page: number
  /** Position among all rows of the document, from 0. */
  index: number
  x: number
  right: number
  /** Middle of the row at its left end. */
  y: number
  /** Tallest letters in the row. */
  height: number
}

interface Placed {
  line: TextLine
  middleX: number
  middleY: number
  slope: number
}

/**
 * Groups the lines of each page into rows. Each line is continued to the right along the slope of the lines
 * around it, so that a curled or slanted receipt still pairs a label with the amount at the other edge.
 */
export function groupRows(pages: PageText[]): Row[] {
  const rows: Row[] = []
  for (const [page, content] of pages.entries()) {
    const chains = chainLines(placeLines(content))
    const ordered = chains.sort((a, b) => topOf(a) - topOf(b))
    for (const chain of ordered) rows.push(makeRow(chain, page, rows.length))
  }
  return rows
}

const topOf = (chain: Placed[]) => median(chain.map((p) => p.middleY - p.slope * p.middleX))

function placeLines(page: PageText): Placed[] {
  const placed = page.lines
    .filter((line) => line.text.trim() !== '')
    .map((line) => ({
      line: page.source === 'ocr' ? closeUp(line) : line,
      middleX: line.x + line.width / 2,
      middleY: line.y + (line.height + Math.abs(Math.sin(line.angle)) * line.width) / 2,
      slope: Math.tan(line.angle),
    }))
  return placed.map((p) => ({ ...p, slope: localSlope(p, placed) }))
}

/**
 * Slope of the text around a line: short words tilt at random, their longer neighbours do not. Neighbours
 * count the less the further they stand to the side, for on a curled receipt they slope differently there.
 */
function localSlope(at: Placed, all: Placed[]): number {
  const height = Math.max(at.line.height, 1)
  const near = all
    .filter((p) => Math.abs(p.middleY - at.middleY) < 5 * height)
    .map((p) => {
      const aside = Math.max(0, Math.abs(p.middleX - at.middleX) - (p.line.width + at.line.width) / 4)
      return { slope: p.slope, weight: p.line.width / (1 + (aside / (3 * height)) ** 2) }
    })
    .sort((a, b) => a.slope - b.slope)
  const total = near.reduce((sum, p) => sum + p.weight, 0)
  let seen = 0
  for (const { slope, weight } of near) {
    seen += weight
    if (seen >= total / 2) return slope
  }
  return at.slope
}

function chainLines(lines: Placed[]): Placed[][] {
  const chains: Placed[][] = []
  for (const line of lines.toSorted((a, b) => a.line.x - b.line.x)) {
    let best: Placed[] | null = null
    let bestGap = Number.POSITIVE_INFINITY
    for (const chain of chains) {
      const last = chain.at(-1)
      if (!last || overlapX(last.line, line.line) > 0.3) continue
      const slope = (last.slope + line.slope) / 2
      const gap = Math.abs(line.middleY - (last.middleY + slope * (line.middleX - last.middleX)))
      const smaller = Math.min(last.line.height, line.line.height)
      const larger = Math.max(last.line.height, line.line.height)
      if (gap < 0.5 * smaller + 0.1 * larger && gap < bestGap) {
        best = chain
        bestGap = gap
      }
    }
    if (best) best.push(line)
    else chains.push([line])
  }
  return chains
}

/** Share of the narrower line that lies beside the other one horizontally. */
function overlapX(a: TextLine, b: TextLine): number {
  const shared = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  return shared <= 0 ? 0 : shared / Math.max(1, Math.min(a.width, b.width))
}

function makeRow(chain: Placed[], page: number, index: number): Row {
  const cells = chain.map((p) => p.line)
  let text = ''
  const charX: number[] = []
  for (const cell of cells) {
    if (text !== '') {
      charX.push(cell.x)
      text += ' '
    }
    text += narrow(cell.text)
    for (let i = 0; i < cell.text.length; i++) charX.push(cell.charX[i] ?? cell.x)
  }
  const first = chain[0]
  return {
    text,
    charX,
    cells,
    page,
    index,
    x: Math.min(...cells.map((c) => c.x)),
    right: Math.max(...cells.map((c) => c.x + c.width)),
    y: first ? first.middleY : 0,
    height: Math.max(...cells.map((c) => c.height)),
  }
}

/** Full-width forms (１２￥) and odd dashes and quotes as plain ones, without changing the length. */
export function narrow(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/\u3000/g, ' ')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/[\u2018\u2019\u00b4\u0060]/g, "'")
    .replace(/[\u00a0\u202f\u2009]/g, ' ')
    .replace(/\uffe5/g, '¥')
}
