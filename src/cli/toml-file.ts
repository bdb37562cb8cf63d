import { readFile } from 'node:fs/promises'
import { parse } from 'smol-toml'
import type * as z from 'zod'
import { ExpensaError } from '../core/errors.ts'

/** Reads a TOML file and checks it; null where there is none and nobody named it. */
export async function readToml<Schema extends z.ZodType>(
  schema: Schema,
  file: { path: string; named: boolean; hint: string },
): Promise<z.infer<Schema> | null> {
  const fail = (why: string, cause?: unknown) =>
    new ExpensaError('invalid_config', `${file.path}: ${why}`, { hint: file.hint, cause })
  const text = await readFile(file.path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (!file.named && cause.code === 'ENOENT') return null
    throw fail(cause.message, cause)
  })
  if (text === null) return null
  let value: unknown
  try {
    value = parse(text)
  } catch (cause) {
    throw fail(String(cause instanceof Error ? cause.message : cause).split('\n')[0] ?? '', cause)
  }
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw fail(`${issue?.path.join('.')} ${issue?.message}`.trim())
}
