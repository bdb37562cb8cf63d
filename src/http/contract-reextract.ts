import * as z from 'zod'
import { expense } from './contract.ts'

/** Reading again what has been read: a part of the contract. */

export const extractionRequest = z.strictObject({
  /** `local`, `gemini` or the name of a model; without one, what the backend reads with. */
  model: z
    .string()
    .regex(/^\w[\w.-]{0,99}$/, 'must be local, gemini or the name of a model')
    .optional(),
})

const waitingExtraction = z.object({
  /** Somebody reads it soon: ask for it by its id. */
  state: z.literal('waiting'),
  extractionId: z.uuid(),
})

export const doneExtraction = z.object({
  state: z.literal('done'),
  extractionId: z.uuid(),
  extractor: z.string(),
  model: z.string(),
  /** The expense as it is: nothing was changed yet. */
  expense,
  changes: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })),
})

export const extractionResponse = z.discriminatedUnion('state', [waitingExtraction, doneExtraction])

export type ExtractionJson = z.infer<typeof doneExtraction>
