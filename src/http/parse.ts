import type * as z from 'zod'
import { ExpensaError } from '../core/errors.ts'

/** The JSON of a request, checked. Throws `invalid_request`, naming the field. */
export async function body<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const value: unknown = await request.json().catch((cause) => {
    // A body that was refused while it was read says so itself.
    if (cause instanceof ExpensaError) throw cause
    throw new ExpensaError('invalid_request', 'The body of the request is not JSON.', { cause })
  })
  return parse(schema, value)
}

/** Checks what came from outside. Throws `invalid_request`, naming the field. */
export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const result = schema.safeParse(value)
  const [issue] = result.error?.issues ?? nulCharacters(value)
  if (result.success && !issue) return result.data
  const where = issue?.path.join('.') || 'the request'
  throw new ExpensaError('invalid_request', `${where}: ${issue?.message ?? 'not as documented'}`)
}

/** Where a value holds NUL characters: no text that is stored or looked for can. */
function nulCharacters(value: unknown): { path: string[]; message: string }[] {
  if (typeof value === 'string') {
    return value.includes('\0') ? [{ path: [], message: 'must be without NUL characters' }] : []
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, each]) =>
    nulCharacters(each).map(({ path, message }) => ({ path: [name, ...path], message })),
  )
}
