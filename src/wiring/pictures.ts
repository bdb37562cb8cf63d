import { createGreyPictures } from '../adapters/sharp-grey-picture.ts'
import type { Extractor } from '../core/extractor.ts'
import { withPictureHash } from '../core/with-picture-hash.ts'

/** Any document as a small grey picture. */
export const openGrey = createGreyPictures({ decodeHeic: decodeHeicLate, renderPdf: renderPdfLate })

/** An extractor by whose answers the same picture is known again. */
export function knowingPictures(extractor: Extractor): Extractor {
  return withPictureHash(extractor, openGrey)
}

/** Loaded when the first HEIC picture comes. */
export async function decodeHeicLate(bytes: Uint8Array) {
  const { decodeHeic } = await import('../ocr/decode-heic.ts')
  return decodeHeic(bytes)
}

/** Loaded when the first PDF comes. */
export async function renderPdfLate(bytes: Uint8Array) {
  const { renderFirstPage } = await import('../ocr/pdf-preview.ts')
  return renderFirstPage(bytes)
}
