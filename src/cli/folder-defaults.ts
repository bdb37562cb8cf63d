import { dirname, join, resolve } from 'node:path'
import * as z from 'zod'
import { category, project, tag } from '../http/contract.ts'
import { readToml } from './toml-file.ts'

/** How a receipt is filed when it comes in. */
export interface Filing {
  category: string | null
  project: string | null
  tags: string[]
}

export const filingFile = '.expensa.toml'

const schema = z.strictObject({
  category: category.optional(),
  project: project.optional(),
  tags: z.array(tag).max(50).optional(),
})

/**
 * Tells how files are filed: by what the command was given, else by `.expensa.toml` in the file's directory
 * and those above it. The nearest category and project win; tags add up. Throws `invalid_config` for a file
 * that says something else.
 */
export function createFiling(given: Filing): (path: string) => Promise<Filing> {
  const known = new Map<string, Promise<Filing>>()

  function inDirectory(directory: string): Promise<Filing> {
    const cached = known.get(directory)
    if (cached) return cached
    const filing = read(directory)
    known.set(directory, filing)
    return filing
  }

  async function read(directory: string): Promise<Filing> {
    const parent = dirname(directory)
    const above = parent === directory ? given : await inDirectory(parent)
    const path = join(directory, filingFile)
    const hint = 'It may say: category = "travel", project = "berlin", tags = ["client"]'
    const own = await readToml(schema, { path, named: false, hint })
    return {
      // What was typed with the command is nearer than any folder.
      category: given.category ?? own?.category ?? above.category,
      project: given.project ?? own?.project ?? above.project,
      tags: [...new Set([...above.tags, ...(own?.tags ?? [])])],
    }
  }

  return (path) => inDirectory(dirname(resolve(path)))
}
