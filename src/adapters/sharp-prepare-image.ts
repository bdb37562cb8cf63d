import { ExpensaError } from '../core/errors.ts'
import type { Document } from '../core/extractor.ts'
import { withoutPositions } from '../core/positions.ts'

/** Beyond this a model sees no more. Pixels of the longer side. */
const longestSide = 3072
/** Of a document with many frames only the first ones are sent. */
const mostPages = 10
/** The largest phone camera has 200 megapixels. */
const mostPixels = 200_000_000
/** A model sees each page with the same number of points, so a strip of paper this tall is sent in pieces. */
const tall = 3.5
const pieceRatio = 2
const tallest = { width: 1536, height: 24_000 }

interface Page {
  bytes: Uint8Array
  mimeType: string
}

interface Pixels {
  data: Uint8Array
  width: number
  height: number
}

interface Raster extends Pixels {
  channels: 1 | 2 | 3 | 4
}

/**
 * Turns a document into pages that an online model accepts: upright sRGB JPEGs of bounded size that carry
 * nothing but the picture: no position, no device, no time. PDFs pass
 * as they are but for positions in them. HEIC is decoded by the
 * given function (to upright RGB), because the prebuilt sharp cannot.
 */
export function createImagePreparation(
  decodeHeic: (bytes: Uint8Array) => Promise<Pixels>,
): (document: Document) => Promise<Page[]> {
  return async ({ bytes, contentType }) => {
    if (contentType === 'application/pdf')
      return [{ bytes: withoutPositions(bytes) ?? bytes, mimeType: contentType }]
    const { default: sharp } = await import('sharp')
    const fromRaster = ({ data, width, height, channels }: Raster) =>
      sharp(data, { raw: { width, height, channels } })
    try {
      const heic = contentType === 'image/heic' ? await decodeHeic(bytes) : null
      const open = (page: number) =>
        heic
          ? fromRaster({ ...heic, channels: 3 })
          : sharp(bytes, { page, failOn: 'error', limitInputPixels: mostPixels })
      const frames = contentType === 'image/tiff' ? ((await open(0).metadata()).pages ?? 1) : 1
      const pages: Page[] = []
      for (let frame = 0; frame < Math.min(frames, mostPages); frame += 1) {
        const { autoOrient } = await open(frame).metadata()
        const isTall = autoOrient.height > tall * autoOrient.width
        const box = isTall ? tallest : { width: longestSide, height: longestSide }
        const { data, info } = await open(frame)
          .autoOrient()
          .resize({ ...box, fit: 'inside', withoutEnlargement: true })
          .flatten({ background: '#ffffff' })
          .toColourspace('srgb')
          .removeAlpha()
          .raw({ depth: 'uchar' })
          .toBuffer({ resolveWithObject: true })
        const picture = { data, width: info.width, height: info.height, channels: info.channels }
        const cuts = isTall ? blankRows(picture) : []
        for (const [i, top] of [0, ...cuts].entries()) {
          const bottom = cuts[i] ?? picture.height
          const jpeg = await fromRaster(picture)
            .extract({ left: 0, top, width: picture.width, height: bottom - top })
            .resize(longestSide, longestSide, { fit: 'inside', withoutEnlargement: true })
            .jpeg({ quality: 90 })
            .toBuffer()
          pages.push({ bytes: jpeg, mimeType: 'image/jpeg' })
        }
      }
      return pages
    } catch (thrown) {
      if (thrown instanceof ExpensaError) throw thrown
      const message = thrown instanceof Error ? thrown.message : String(thrown)
      if (/pixel limit/i.test(message)) {
        throw new ExpensaError('image_too_large', 'The picture has too many pixels.', {
          hint: 'Save it with fewer pixels, or cut out the receipt, and upload that file.',
          cause: thrown,
        })
      }
      throw new ExpensaError('image_corrupt', 'The picture cannot be decoded: it is damaged or cut off.', {
        hint: 'Open it in a viewer to see what is left; take or copy the picture again and upload that file.',
        cause: thrown,
      })
    }
  }
}

/** Where to part a tall picture: near equal pieces, at the rows with the least print, so that no line is halved. */
function blankRows({ data, width, height, channels }: Raster): number[] {
  const pieces = Math.min(mostPages, Math.round(height / (pieceRatio * width)))
  const step = height / pieces
  const stride = width * channels
  const printIn = (row: number) => {
    let change = 0
    for (let at = row * stride + channels; at < (row + 1) * stride; at += channels) {
      change += Math.abs((data[at] ?? 0) - (data[at - channels] ?? 0))
    }
    return change
  }
  return Array.from({ length: pieces - 1 }, (_, i) => {
    const middle = Math.round(step * (i + 1))
    const reach = Math.round(step / 8)
    let best = middle
    let least = Number.POSITIVE_INFINITY
    for (let row = middle - reach; row <= middle + reach; row += 1) {
      // A few rows together: between two lines of print, not between the strokes of one letter.
      const print = printIn(row - 2) + printIn(row) + printIn(row + 2)
      if (print < least) {
        least = print
        best = row
      }
    }
    return best
  })
}
