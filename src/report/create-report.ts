import { PDFDocument, type PDFEmbeddedPage } from '@cantoo/pdf-lib'
import type { Document } from '../core/extractor.ts'
import { formatMoney } from '../core/money.ts'
import { withoutPositions } from '../core/positions.ts'
import { embedFonts, type Fonts } from './fonts.ts'
import { addSheet, margin, type PaperSize, type Sheet } from './paper.ts'
import { picturesOf, piecesOf } from './receipt-pictures.ts'
import type { ReportExpense, ReportTitle } from './report.ts'
import { writeTables } from './report-tables.ts'

export interface ReportOptions extends ReportTitle {
  paper: PaperSize
  /** A font file for scripts that the built-in one does not have. */
  extraFont: string | null
  /** The time that the document says it was made. */
  now: Date
}

export interface CreatedReport {
  bytes: Uint8Array
  pages: number
  /** Characters that could not be printed. */
  missing: string[]
  /** Numbers of the expenses whose original could not be shown. */
  unshown: number[]
}

const top = margin + 40
const gap = 10

/**
 * An expense report as PDF: totals, the table, and behind them every receipt; pictures one or more to a page,
 * pages of PDFs as they are.
 */
export async function createReport(
  expenses: readonly ReportExpense[],
  /** Null leaves the receipts out. */
  readOriginal: ((expense: ReportExpense, number: number) => Promise<Document>) | null,
  options: ReportOptions,
): Promise<CreatedReport> {
  const document = await PDFDocument.create()
  document.setTitle([options.title, options.subtitle].join(' · '))
  document.setProducer('Expensa')
  document.setCreator('Expensa')
  document.setCreationDate(options.now)
  document.setModificationDate(options.now)
  if (options.name !== null) document.setAuthor(options.name)
  const fonts = await embedFonts(document, options.extraFont)
  const sheets: Sheet[] = []
  const newSheet = () => {
    const sheet = addSheet(document, options.paper, fonts)
    sheets.push(sheet)
    return sheet
  }
  writeTables(options, expenses, newSheet)

  const unshown: number[] = []
  for (const [i, expense] of expenses.entries()) {
    if (!readOriginal) break
    const write = async () =>
      writeReceipt(document, await readOriginal(expense, i + 1), () => receiptSheet(expense, i + 1))
    await write().catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'interrupted') throw error
      unshown.push(i + 1)
      receiptSheet(expense, i + 1).text('The original cannot be shown.', margin, top + 20, { ink: 'grey' })
    })
  }

  for (const [i, sheet] of sheets.entries()) {
    const y = sheet.height - 30
    sheet.text(options.title, margin, y, { size: 7.5, ink: 'grey' })
    sheet.text(`${i + 1} / ${sheets.length}`, sheet.width - margin, y, {
      size: 7.5,
      ink: 'grey',
      align: 'right',
    })
  }
  return { bytes: await document.save(), pages: sheets.length, missing: [...fonts.missing], unshown }

  function receiptSheet(expense: ReportExpense, number: number): Sheet {
    const sheet = newSheet()
    captionOf(sheet, fonts, expense, number)
    return sheet
  }
}

/** Number, date, merchant and total above the receipt, as they stand in the table. */
function captionOf(sheet: Sheet, fonts: Fonts, expense: ReportExpense, number: number): void {
  const { total, totalText } = expense
  const amount = total ? formatMoney(total) : (totalText ?? '')
  const right = sheet.width - margin
  const amountWidth = fonts.width(amount, 'bold', 10)
  const label = `${number} · ${expense.purchaseDate ?? 'no date'} · ${expense.merchant ?? 'no merchant'}`
  sheet.text(label, margin, margin + 10, {
    size: 10,
    weight: 'bold',
    width: right - margin - amountWidth - 16,
  })
  sheet.text(amount, right, margin + 10, { size: 10, weight: 'bold', align: 'right' })
  sheet.rule(margin + 18)
}

async function writeReceipt(document: PDFDocument, original: Document, newSheet: () => Sheet): Promise<void> {
  const embedded =
    original.contentType === 'application/pdf' ? await embedPages(document, original.bytes) : null
  if (embedded) {
    for (const page of embedded) {
      const sheet = newSheet()
      const space = spaceOf(sheet)
      const scale = Math.min(space.width / page.width, space.height / page.height)
      const width = page.width * scale
      sheet.page.drawPage(page, {
        x: (sheet.width - width) / 2,
        y: sheet.height - top - page.height * scale,
        xScale: scale,
        yScale: scale,
      })
    }
    return
  }
  let sheet: Sheet | undefined
  for await (const pixels of picturesOf(original)) {
    sheet = newSheet()
    const space = spaceOf(sheet)
    const pieces = await piecesOf(pixels, space)
    const images = await Promise.all(pieces.map(({ jpeg }) => document.embedJpg(jpeg)))
    const each = (space.width - gap * (pieces.length - 1)) / pieces.length
    const scale = Math.min(
      ...pieces.map((piece) => Math.min(each / piece.width, space.height / piece.height)),
      // A small picture does not get sharper by being blown up.
      72 / 110,
    )
    const total = pieces.reduce((sum, piece) => sum + piece.width * scale, 0) + gap * (pieces.length - 1)
    let x = (sheet.width - total) / 2
    for (const [i, piece] of pieces.entries()) {
      const width = piece.width * scale
      const height = piece.height * scale
      const image = images[i]
      if (image) sheet.page.drawImage(image, { x, y: sheet.height - top - height, width, height })
      x += width + gap
    }
  }
}

function spaceOf({ width, height }: Sheet) {
  return { width: width - 2 * margin, height: height - top - 54 }
}

/** Null where the pages cannot be taken over as they are, but may still be rendered. */
async function embedPages(document: PDFDocument, bytes: Uint8Array): Promise<PDFEmbeddedPage[] | null> {
  try {
    // A report is handed on: where its photos were taken is nobody's business.
    const source = await PDFDocument.load(withoutPositions(bytes) ?? bytes)
    // What a viewer turns or crops, embedding would show as it lies in the file.
    const plain = source.getPages().every((page) => {
      const [media, crop] = [page.getMediaBox(), page.getCropBox()]
      return page.getRotation().angle === 0 && media.width === crop.width && media.height === crop.height
    })
    return plain ? await document.embedPdf(source, source.getPageIndices()) : null
  } catch {
    return null
  }
}
