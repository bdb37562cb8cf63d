import type { Document } from '../core/extractor.ts'
import type { GreyPicture } from '../core/grey-picture.ts'

interface Pixels {
  data: Uint8Array
  width: number
  height: number
}

export interface Decoders {
  /** To upright RGB, because the prebuilt sharp cannot. */
  decodeHeic: (bytes: Uint8Array) => Promise<Pixels>
  /** The first page of a PDF as RGB. */
  renderPdf: (bytes: Uint8Array) => Promise<Pixels>
}

const mostPixels = 200_000_000
/** The linear kernel draws no lines along edges, as sharper ones do. */
const toShortSide = { fit: 'outside', withoutEnlargement: true, kernel: 'linear' } as const

/**
 * Makes a document's first page, or a page that was decoded already, upright and grey at the size that is asked for:
 * its shorter side `side` pixels at most, or squeezed into a square of that side. Null for what cannot be decoded, which is for the
 * extractor to say.
 */
export function createGreyPictures({ decodeHeic, renderPdf }: Decoders) {
  async function decode({ bytes, contentType }: Document): Promise<Pixels | null> {
    if (contentType === 'image/heic') return decodeHeic(bytes)
    return contentType === 'application/pdf' ? renderPdf(bytes) : null
  }

  return async (
    source: Document | Pixels,
    side: number,
    fit: 'square' | 'short side',
  ): Promise<GreyPicture | null> => {
    const { default: sharp } = await import('sharp')
    try {
      const pixels = 'data' in source ? source : await decode(source)
      const picture = pixels
        ? sharp(pixels.data, { raw: { width: pixels.width, height: pixels.height, channels: 3 } })
        : sharp((source as Document).bytes, { limitInputPixels: mostPixels }).autoOrient()
      const { data, info } = await picture
        .flatten({ background: '#ffffff' })
        .greyscale()
        .resize(side, side, fit === 'square' ? { fit: 'fill' } : toShortSide)
        .raw({ depth: 'uchar' })
        .toBuffer({ resolveWithObject: true })
      return info.channels === 1 ? { grey: data, width: info.width, height: info.height } : null
    } catch {
      return null
    }
  }
}
