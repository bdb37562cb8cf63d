import { ExpensaError } from '../core/errors.ts'
import type { Document } from '../core/ports.ts'

/** Beyond this a model sees no more. Pixels of the longer side. */
const longestSide = 3072
/** Of a document with many frames only the first ones are sent. */
const mostPages = 10
/** The largest phone camera has 200 megapixels. */
const mostPixels = 200_000_000

/**
 * Turns a document into pages that an online model accepts: upright sRGB JPEGs of bounded size that carry
 * nothing but the picture: no position, no device, no time. PDFs pass as they are. HEIC is decoded by the
 * given function (to upright RGB), because the prebuilt sharp cannot.
 */
export function createImagePreparation(
  decodeHeic: (bytes: Uint8Array) => Promise<{ data: Uint8Array; width: number; height: number }>,
): (document: Document) => Promise<{ bytes: Uint8Array; mimeType: string }[]> {
  return async ({ bytes, contentType }) => {
    if (contentType === 'application/pdf') return [{ bytes, mimeType: contentType }]
    const { default: sharp } = await import('sharp')
    try {
      const heic = contentType === 'image/heic' ? await decodeHeic(bytes) : null
      const open = (page: number) =>
        heic
          ? sharp(heic.data, { raw: { width: heic.width, height: heic.height, channels: 3 } })
          : sharp(bytes, { page, failOn: 'error', limitInputPixels: mostPixels })
      const frames = contentType === 'image/tiff' ? ((await open(0).metadata()).pages ?? 1) : 1
      const pages: { bytes: Uint8Array; mimeType: string }[] = []
      for (let page = 0; page < Math.min(frames, mostPages); page += 1) {
        const jpeg = await open(page)
          .autoOrient()
          .resize(longestSide, longestSide, { fit: 'inside', withoutEnlargement: true })
          .flatten({ background: '#ffffff' })
          .toColourspace('srgb')
          .jpeg({ quality: 90 })
          .toBuffer()
        pages.push({ bytes: jpeg, mimeType: 'image/jpeg' })
      }
      return pages
    } catch (thrown) {
      if (thrown instanceof ExpensaError) throw thrown
      const message = thrown instanceof Error ? thrown.message : String(thrown)
      if (/pixel limit/i.test(message)) {
        throw new ExpensaError('image_too_large', 'The picture has too many pixels.', { cause: thrown })
      }
      throw new ExpensaError('image_corrupt', 'The picture cannot be decoded: it is damaged or cut off.', {
        cause: thrown,
      })
    }
  }
}
