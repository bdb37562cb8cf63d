import { ExpensaError } from '../core/errors.ts'
import type { Document } from '../core/extractor.ts'
import type { PageText } from '../core/reading/page-text.ts'
import { decodeHeic } from './decode-heic.ts'
import { countFrames, decodeImage } from './decode-image.ts'
import type { Models } from './models.ts'
import { readTextLayer } from './pdf-lines.ts'
import { openPdf, type PdfPage } from './pdfium.ts'
import { readPage } from './read-page.ts'

/** The text of a document. `pageCount` counts all its pages, also those that were left out. */
export interface DocumentText {
  pages: PageText[]
  pageCount: number
}

/** Receipts have few pages. Of longer documents the first ones are read, and the last, where totals stand. */
const maximumPages = 20
/** PDFs measure in points of 1/72 inch. */
const renderScale = 250 / 72

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
      return await readPages(pdf.pageCount, (index) =>
        pdf.withPage(index, (page) => readPdfPage(page, models)),
      )
    } finally {
      pdf.close()
    }
  }
  if (contentType === 'image/heic') {
    const picture = await decodeHeic(bytes)
    return { pages: [await readPage(await models(), picture)], pageCount: 1 }
  }
  const pageCount = await countFrames(bytes)
  return readPages(pageCount, async (frame) => readPage(await models(), await decodeImage(bytes, frame)))
}

async function readPages(
  pageCount: number,
  read: (index: number) => Promise<PageText>,
): Promise<DocumentText> {
  const pages: PageText[] = []
  for (let index = 0; index < Math.min(pageCount, maximumPages - 1); index++) pages.push(await read(index))
  if (pageCount >= maximumPages) pages.push(await read(pageCount - 1))
  if (pageCount > maximumPages) pages[pages.length - 1]?.warnings.push('pages_left_out')
  return { pages, pageCount }
}

async function readPdfPage(page: PdfPage, models: () => Promise<Models>): Promise<PageText> {
  return readTextLayer(page) ?? readPage(await models(), page.render(renderScale))
}
