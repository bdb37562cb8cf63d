import type { PageText, TextLine } from '../core/reading/page-text.ts'
import type { Glyph, PdfPage } from './pdfium.ts'

/** Glyphs further apart than this, in line heights, belong to different columns. */
const columnGap = 1.2
const wordGap = 0.18
/** PDFs measure in points of 1/72 inch. */
const textScale = 200 / 72
/** A text layer with fewer letters and digits than this is a page number or a stamp on a scanned page. */
const meaningfulText = 24

/** The lines of a page's text layer; null where it has none that can be trusted. */
export function readTextLayer(page: PdfPage): PageText | null {
  const { glyphs, trusted } = page.readGlyphs(textScale)
  const meaningful = glyphs.filter((glyph) => /[\p{L}\p{N}]/u.test(glyph.character)).length
  if (!trusted || meaningful < meaningfulText) return null
  return linesOfGlyphs(glyphs, Math.round(page.width * textScale), Math.round(page.height * textScale))
}

/** Puts the glyphs of a text layer together to lines. */
function linesOfGlyphs(glyphs: Glyph[], width: number, height: number): PageText {
  const lines = rowsOf(glyphs).flatMap((row) => columnsOf(row).map(toLine))
  return { width, height, lines, source: 'pdf-text', rotation: 0, warnings: [] }
}

function middle(glyph: Glyph): number {
  return (glyph.top + glyph.bottom) / 2
}

/** Glyphs whose middles lie at about one height; content order is not trusted. */
function rowsOf(glyphs: Glyph[]): Glyph[][] {
  const rows: Glyph[][] = []
  for (const glyph of glyphs.toSorted((a, b) => middle(a) - middle(b))) {
    const row = rows[rows.length - 1]
    const first = row?.[0]
    const reach = first ? Math.min(first.bottom - first.top, glyph.bottom - glyph.top) / 2 : 0
    if (row && first && middle(glyph) - middle(first) < reach) row.push(glyph)
    else rows.push([glyph])
  }
  return rows
}

function columnsOf(row: Glyph[]): Glyph[][] {
  const columns: Glyph[][] = []
  for (const glyph of row.toSorted((a, b) => a.left - b.left)) {
    const column = columns[columns.length - 1]
    const last = column?.[column.length - 1]
    const height = glyph.bottom - glyph.top
    // Bold type is sometimes made by printing the same letter twice, a hair apart.
    if (last && last.character === glyph.character && glyph.left - last.left < height * 0.1) continue
    if (column && last && glyph.left - last.right < columnGap * height) column.push(glyph)
    else columns.push([glyph])
  }
  return columns
}

function toLine(glyphs: Glyph[]): TextLine {
  let text = ''
  const charX: number[] = []
  let right = glyphs[0]?.left ?? 0
  for (const glyph of glyphs) {
    if (text !== '' && glyph.left - right > wordGap * (glyph.bottom - glyph.top)) {
      text += ' '
      charX.push((glyph.left + right) / 2)
    }
    text += glyph.character
    for (let unit = 0; unit < glyph.character.length; unit++) charX.push((glyph.left + glyph.right) / 2)
    right = Math.max(right, glyph.right)
  }
  const x = Math.min(...glyphs.map((glyph) => glyph.left))
  const y = Math.min(...glyphs.map((glyph) => glyph.top))
  const bottom = Math.max(...glyphs.map((glyph) => glyph.bottom))
  return { text, confidence: 1, x, y, width: right - x, height: bottom - y, angle: 0, charX }
}
