import sharp from 'sharp'
import { openPdf } from '../../src/ocr/pdfium.ts'
import { makePdf } from './pdf.ts'

/** A picture of these lines in print, as a scanner would make it; the same on every machine. */
export async function printedPicture(lines: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
  const pdf = await openPdf(printedPdf(lines))
  try {
    const { data, width, height } = await pdf.withPage(0, async (page) => page.render(250 / 72))
    return new Uint8Array(
      await sharp(data, { raw: { width, height, channels: 3 } })
        .jpeg()
        .toBuffer(),
    )
  } finally {
    pdf.close()
  }
}

/** The same as a PDF with a text layer. */
export function printedPdf(lines: readonly string[]): Uint8Array {
  return makePdf([{ lines: lines.map((text, i) => ({ x: 20, y: 360 - i * 20, text })) }])
}
