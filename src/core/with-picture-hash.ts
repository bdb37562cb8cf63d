import type { Document, Extractor } from './extractor.ts'

/** An extractor whose answers also say what the picture looks like, by which the same one is known again. */
export function withPictureHash(
  extractor: Extractor,
  hashPicture: (document: Document) => Promise<string[] | null>,
): Extractor {
  return {
    async extract(document, context) {
      const answer = await extractor.extract(document, context)
      return { ...answer, pictureHashes: await hashPicture(document) }
    },
    close: () => extractor.close(),
  }
}
