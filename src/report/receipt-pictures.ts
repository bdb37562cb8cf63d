import sharp from 'sharp'
import type { Document } from '../core/extractor.ts'
import { decodeHeic } from '../ocr/decode-heic.ts'
import { countFrames, decodeImage } from '../ocr/decode-image.ts'
import { openPdf } from '../ocr/pdfium.ts'
import type { Pixels } from '../ocr/pixels.ts'

/** What A4 holds at 200 dots per inch: every letter stays legible, and a report of a year can be mailed. */
const longestSide = 2200
/** A strip of till roll is cut into so many pieces side by side at most. */
const mostPieces = 4

export interface Picture {
  jpeg: Uint8Array
  width: number
  height: number
}

/** The document's pages as upright pictures. */
export async function* picturesOf({ bytes, contentType }: Document): AsyncGenerator<Pixels> {
  if (contentType === 'application/pdf') {
    const pdf = await openPdf(bytes)
    try {
      for (let i = 0; i < pdf.pageCount; i++) {
        yield await pdf.withPage(i, async (page) =>
          page.render(longestSide / Math.max(page.width, page.height)),
        )
      }
    } finally {
      pdf.close()
    }
  } else if (contentType === 'image/heic') yield await decodeHeic(bytes)
  else {
    const frames = await countFrames(bytes)
    for (let frame = 0; frame < frames; frame++) yield await decodeImage(bytes, frame)
  }
}

/**
 * The picture as it fills a space best: whole, or as a tall strip cut into pieces that stand side by side,
 * which makes it larger. Pieces overlap a little, so that no line is cut in two.
 */
export async function piecesOf(
  { data, width, height }: Pixels,
  space: { width: number; height: number },
): Promise<Picture[]> {
  const scaleOf = (pieces: number) => Math.min(space.width / pieces / width, space.height / (height / pieces))
  const counts = Array.from({ length: mostPieces }, (_, i) => i + 1)
  // A cut has to be worth it.
  const count = counts.reduce((best, pieces) => (scaleOf(pieces) > 1.3 * scaleOf(best) ? pieces : best), 1)
  const step = Math.ceil(height / count)
  const overlap = count === 1 ? 0 : Math.round(step * 0.03)
  return Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const top = Math.max(0, i * step - overlap)
      const piece = { left: 0, top, width, height: Math.min(height, (i + 1) * step) - top }
      const { data: jpeg, info } = await sharp(data, { raw: { width, height, channels: 3 } })
        .extract(piece)
        .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
        .jpeg({ quality: 75 })
        .toBuffer({ resolveWithObject: true })
      return { jpeg, width: info.width, height: info.height }
    }),
  )
}

/** White between the pieces of a strip. */
const gap = 16
/** A row of a receipt holds some forty letters; narrower than this they cannot be read. */
const legibleWidth = 320

/**
 * The first page as one picture of at most that size, whole where it is legible so, else its pieces beside each
 * other. Null without a page.
 */
export async function fillSpace(
  document: Document,
  space: { width: number; height: number },
): Promise<Pixels | null> {
  for await (const page of picturesOf(document)) {
    const scale = Math.min(1, space.width / page.width, space.height / page.height)
    const whole = { width: page.width * scale, height: page.height * scale }
    const pieces = await piecesOf(page, whole.width < legibleWidth ? space : whole)
    const width = Math.floor((space.width - gap * (pieces.length - 1)) / pieces.length)
    const inside = { width, height: space.height, fit: 'inside', withoutEnlargement: true } as const
    const scaled = await Promise.all(
      pieces.map(({ jpeg }) => sharp(jpeg).resize(inside).png().toBuffer({ resolveWithObject: true })),
    )
    const [{ info } = { info: { width: 0, height: 0 } }] = scaled
    const height = Math.max(...scaled.map((piece) => piece.info.height))
    const sheet = {
      width: scaled.length * (info.width + gap) - gap,
      height,
      channels: 3,
      background: '#fff',
    } as const
    const data = await sharp({ create: sheet })
      .composite(scaled.map(({ data: input }, i) => ({ input, left: i * (info.width + gap), top: 0 })))
      .removeAlpha()
      .raw()
      .toBuffer()
    return { data, width: sheet.width, height }
  }
  return null
}
