import * as z from 'zod'
import { expense } from './contract.ts'

/** Reading again what has been read: a part of the contract. */

export const extractionRequest = z.strictObject({
  /** `local`, `gemini` or the name of a model; without one, what the backend reads with. */
  model: z.string().min(1).max(100).optional(),
})

export const extractionResponse = z.object({
  extractionId: z.uuid(),
  extractor: z.string(),
  model: z.string(),
  /** The expense as it is: nothing was changed yet. */
  expense,
  changes: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })),
})

export type ExtractionResponseJson = z.infer<typeof extractionResponse>
