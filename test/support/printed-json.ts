import { expect } from 'vitest'
import * as z from 'zod'
import { documents, type LineName, lines } from '../../src/cli/documents.ts'
import { withAmount } from '../../src/cli/output/json.ts'

/** What `expensa schema` printed. */
export interface PrintedSchemas {
  documents: Record<string, object>
  lines: Record<string, object>
}

/** That stdout is one JSON document, as its published schema says, and with nothing in it that is not there. */
export function expectDocument(stdout: string, published: PrintedSchemas): string {
  const { schema: id, ...data } = JSON.parse(stdout)
  const jsonSchema = published.documents[id]
  expect(jsonSchema, `There is no schema of ${id}.`).toBeDefined()
  z.fromJSONSchema(jsonSchema as z.core.JSONSchema.JSONSchema).parse({ schema: id, ...data })
  const name = /^expensa\.(.+)\/1$/.exec(id)?.[1] as keyof typeof documents
  expect(data).toEqual(asPrinted(documents[name].parse(data)))
  return name
}

/** The same of every line of NDJSON. */
export function expectLines(stdout: string, name: LineName, published: PrintedSchemas): void {
  const printed = stdout.trimEnd().split('\n')
  for (const line of printed) {
    const data = JSON.parse(line)
    z.fromJSONSchema(published.lines[name] as z.core.JSONSchema.JSONSchema).parse(data)
    expect(data).toEqual(asPrinted(lines[name].parse(data)))
  }
}

function asPrinted(data: unknown): unknown {
  return JSON.parse(JSON.stringify(data, withAmount))
}
