import type { Extractor } from './extractor.ts'
import { fieldsNotInText } from './verify-against-text.ts'

/**
 * A model whose answers are compared with what a second extractor, at the same time, sees on the document:
 * an amount or date that is not in that text is noted as `not_in_text`. The model's values stay as they are.
 * A second reader that fails, or cannot read the script, raises no doubt.
 */
export function withSecondReader(model: Extractor, reader: Extractor): Extractor {
  return {
    async extract(document, context) {
      const modelFailed = new AbortController()
      const signal = context.signal
        ? AbortSignal.any([context.signal, modelFailed.signal])
        : modelFailed.signal
      const reading = reader.extract(document, { ...context, signal }).catch(() => null)
      const answer = await model.extract(document, context).catch((thrown: unknown) => {
        modelFailed.abort()
        throw thrown
      })
      const seen = (await reading)?.extraction
      if (!seen?.text || seen.notes.includes('script_unsupported') || seen.notes.includes('unreadable')) {
        return answer
      }
      const { extraction } = answer
      const doubtful = fieldsNotInText(extraction, seen.text.split('\n')).length > 0
      const notes = doubtful ? [...new Set([...extraction.notes, 'not_in_text' as const])] : extraction.notes
      return { ...answer, extraction: { ...extraction, notes, text: extraction.text ?? seen.text } }
    },
    async close() {
      await Promise.all([model.close(), reader.close()])
    },
  }
}
