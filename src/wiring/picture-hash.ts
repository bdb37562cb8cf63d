import { createPictureHash } from '../adapters/sharp-picture-hash.ts'
import type { Extractor } from '../core/extractor.ts'
import { withPictureHash } from '../core/with-picture-hash.ts'

/** An extractor by whose answers the same picture is known again. */
export function knowingPictures(extractor: Extractor): Extractor {
  return withPictureHash(extractor, createPictureHash(decodeHeicLate))
}

/** Loaded when the first HEIC picture comes. */
export async function decodeHeicLate(bytes: Uint8Array) {
  const { decodeHeic } = await import('../ocr/decode-heic.ts')
  return decodeHeic(bytes)
}
