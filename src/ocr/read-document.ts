import { ExpensaError } from '../core/errors.ts'
import type { Document } from '../core/ports.ts'
import type { PageText } from '../core/reading/page-text.ts'
import { decodeHeic } from './decode-heic.ts'
import { countFrames, decodeImage } from './decode-image.ts'
import type { Models } from './models.ts'
import { linesOfGlyphs } from './pdf-lines.ts'
import { openPdf, type PdfDocument, type PdfPage } from './pdfium.ts'
import { readPage } from './read-page.ts'

/** The text of a document. `pageCount` counts all its pages, also those after the last one that was read. */
export interface DocumentText {
  pages: PageText[]
  pageCount: number
}

/** Receipts have few pages; what is longer is a book or a bank's terms. */
const maximumPages = 20
/** PDFs measure in points of 1/72 inch. */
const textScale = 200 / 72
const renderScale = 250 / 72
/** A text layer with fewer letters and digits than this is a page number or a stamp on a scanned page. */
const meaningfulText = 24

/** Reads any document Expensa takes. `models` is asked for only when there are pixels to read. */
export async function readDocument(document: Document, models: () => Promise<Models>): Promise<DocumentText> {
  const { bytes, contentType } = document
  if (bytes.length === 0) {
    throw new ExpensaError('file_empty', 'The file is empty.', {
      hint: 'Copy it again from where it came from and upload that file.',
    })
  }
  if (contentType === 'application/pdf') {
    const pdf = await openPdf(bytes)
    try {
      return await readPdf(pdf, models)
    } finally {
      pdf.close()
    }
  }
  if (contentType === 'image/heic') {
    const picture = await decodeHeic(bytes)
    return { pages: [await readPage(await models(), picture)], pageCount: 1 }
  }
  const pageCount = await countFrames(bytes)
  const pages: PageText[] = []
  for (let frame = 0; frame < Math.min(pageCount, maximumPages); frame++) {
    const picture = await decodeImage(bytes, frame)
    pages.push(await readPage(await models(), picture))
  }
  return { pages, pageCount }
}

async function readPdf(pdf: PdfDocument, models: () => Promise<Models>): Promise<DocumentText> {
  const pages: PageText[] = []
  for (let index = 0; index < Math.min(pdf.pageCount, maximumPages); index++) {
    pages.push(await pdf.withPage(index, (page) => readPdfPage(page, models)))
  }
  return { pages, pageCount: pdf.pageCount }
}

async function readPdfPage(page: PdfPage, models: () => Promise<Models>): Promise<PageText> {
  const { glyphs, trusted } = page.readGlyphs(textScale)
  const meaningful = glyphs.filter((glyph) => /[\p{L}\p{N}]/u.test(glyph.character)).length
  if (trusted && meaningful >= meaningfulText) {
    return linesOfGlyphs(glyphs, Math.round(page.width * textScale), Math.round(page.height * textScale))
  }
  return readPage(await models(), page.render(renderScale))
}
