import type { Document, Extractor } from './extractor.ts'
import type { GreyPicture } from './grey-picture.ts'
import { hashedSide, pictureHashes } from './picture-hash.ts'

/** An extractor whose answers also say what the picture looks like, by which the same one is known again. */
export function withPictureHash(
  extractor: Extractor,
  openGrey: (document: Document, side: number, fit: 'square') => Promise<GreyPicture | null>,
): Extractor {
  return {
    async extract(document, context) {
      const answer = await extractor.extract(document, context)
      const picture = await openGrey(document, hashedSide, 'square')
      return { ...answer, pictureHashes: picture && pictureHashes(picture.grey) }
    },
    close: () => extractor.close(),
  }
}
