import { maskCardNumbersIn } from './card-numbers.ts'
import type { Extractor } from './extractor.ts'

/**
 * An extractor whose answers hold no card numbers but their last four digits, and say when there was one.
 * What the extractor does not spell out, as a model that answers with fields only, is not seen.
 */
export function withoutCardNumbers(extractor: Extractor): Extractor {
  return {
    async extract(document, context) {
      const answer = await extractor.extract(document, context)
      const spelt = { extraction: answer.extraction, raw: answer.raw }
      const { extraction, raw } = maskCardNumbersIn(spelt)
      const shown = JSON.stringify({ extraction, raw }) !== JSON.stringify(spelt)
      const notes = shown ? [...extraction.notes, 'card_number_shown' as const] : extraction.notes
      return { ...answer, extraction: { ...extraction, notes }, raw }
    },
    close: () => extractor.close(),
  }
}
