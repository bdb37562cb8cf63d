import type { Document } from '../core/extractor.ts'
import { hashedSide, pictureHashes } from '../core/picture-hash.ts'

interface Pixels {
  data: Uint8Array
  width: number
  height: number
}

const mostPixels = 200_000_000

/**
 * Hashes a document's first picture; null for what is no picture or cannot be decoded, which is for the
 * extractor to say. PDFs have no hash: they are rarely photographed again. HEIC is decoded by the given
 * function (to upright RGB), because the prebuilt sharp cannot.
 */
export function createPictureHash(
  decodeHeic: (bytes: Uint8Array) => Promise<Pixels>,
): (document: Document) => Promise<string[] | null> {
  return async ({ bytes, contentType }) => {
    if (contentType === 'application/pdf') return null
    const { default: sharp } = await import('sharp')
    try {
      const heic = contentType === 'image/heic' ? await decodeHeic(bytes) : null
      const picture = heic
        ? sharp(heic.data, { raw: { width: heic.width, height: heic.height, channels: 3 } })
        : sharp(bytes, { limitInputPixels: mostPixels }).autoOrient()
      const grey = await picture
        .flatten({ background: '#ffffff' })
        .greyscale()
        .resize(hashedSide, hashedSide, { fit: 'fill' })
        .raw({ depth: 'uchar' })
        .toBuffer()
      return grey.length === hashedSide * hashedSide ? pictureHashes(grey) : null
    } catch {
      return null
    }
  }
}
