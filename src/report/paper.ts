import { type PDFDocument, type PDFPage, rgb } from '@cantoo/pdf-lib'
import type { Fonts, Weight } from './fonts.ts'

/** Points of 1/72 inch. */
export const paperSizes = { a4: [595.28, 841.89], letter: [612, 792] } as const

export type PaperSize = keyof typeof paperSizes

export const margin = 48

const inks = { black: rgb(0.1, 0.1, 0.12), grey: rgb(0.45, 0.45, 0.5), line: rgb(0.82, 0.82, 0.85) }

export interface TextStyle {
  size?: number
  weight?: Weight
  ink?: 'black' | 'grey'
  /** Right means that `x` is where the text ends. */
  align?: 'left' | 'right'
  /** Cuts what is wider. */
  width?: number
}

/** A page as a typist sees it: `y` counts from the top. */
export interface Sheet {
  page: PDFPage
  width: number
  height: number
  text(text: string, x: number, y: number, style?: TextStyle): void
  rule(y: number, from?: number, to?: number): void
}

export function addSheet(document: PDFDocument, paper: PaperSize, fonts: Fonts): Sheet {
  const [width, height] = paperSizes[paper]
  const page = document.addPage([width, height])
  return {
    page,
    width,
    height,
    text(text, x, y, { size = 9, weight = 'regular', ink = 'black', align = 'left', width } = {}) {
      const cut = width === undefined ? text : fonts.fit(text, weight, size, width)
      let at = align === 'right' ? x - fonts.width(cut, weight, size) : x
      for (const run of fonts.runs(cut, weight)) {
        page.drawText(run.text, { x: at, y: height - y, size, font: run.font, color: inks[ink] })
        at += run.font.widthOfTextAtSize(run.text, size)
      }
    },
    rule(y, from = margin, to = width - margin) {
      const at = height - y
      page.drawLine({ start: { x: from, y: at }, end: { x: to, y: at }, thickness: 0.5, color: inks.line })
    },
  }
}
