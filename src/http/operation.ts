import type * as z from 'zod'

/** A route of the API, as its description tells of it. */
export interface Operation {
  method: 'get' | 'post' | 'patch' | 'delete'
  /** With `{name}` for what varies. */
  path: string
  summary: string
  query?: z.ZodType
  body?: z.ZodType
  /** Null where the answer is the bytes of an original. */
  answer: z.ZodType | null
  status?: number
  /** Set where nobody has to be signed in. */
  open?: true
}
