import { readTextLayer } from './pdf-lines.ts'
import { openPdf } from './pdfium.ts'
import type { Pixels } from './pixels.ts'

/** Enough to see whether there is print on a page, and to know it again. Pixels for each point of 1/72 inch. */
const glanceScale = 100 / 72
const mostPages = 20

/** A page at a glance: its text where it has a layer of that, else what it looks like. */
export type GlancedPage = { text: string } | { picture: Pixels }

export async function renderFirstPage(bytes: Uint8Array): Promise<Pixels> {
  const pdf = await openPdf(bytes)
  try {
    return await pdf.withPage(0, async (page) => page.render(glanceScale))
  } finally {
    pdf.close()
  }
}

/** The first pages of a PDF, one after the other. */
export async function* glancePages(bytes: Uint8Array): AsyncGenerator<GlancedPage> {
  const pdf = await openPdf(bytes)
  try {
    for (let index = 0; index < Math.min(pdf.pageCount, mostPages); index++) {
      yield await pdf.withPage(index, async (page) => {
        const layer = readTextLayer(page)
        if (layer) return { text: layer.lines.map((line) => line.text).join('\n') }
        return { picture: page.render(glanceScale) }
      })
    }
  } finally {
    pdf.close()
  }
}
