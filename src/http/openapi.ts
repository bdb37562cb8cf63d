import * as z from 'zod'
import { errorResponse, expense, money, receipt } from './contract.ts'
import type { Operation } from './operation.ts'
import { operations } from './operations.ts'

/** What appears in many answers is described once. */
const named = z.registry<{ id: string }>()
named.add(errorResponse, { id: 'Error' })
named.add(expense, { id: 'Expense' })
named.add(receipt, { id: 'Receipt' })
named.add(money, { id: 'Money' })

type Schemas = Record<string, unknown>

/** The API in OpenAPI 3.1, made from the schemas that check requests and answers. */
export function openApiDocument() {
  const schemas: Schemas = {}
  schemaOf(z.object({ error: errorResponse }), 'output', schemas)
  const paths: Record<string, Record<string, unknown>> = {}
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation, schemas) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Expensa',
      version: '1',
      description:
        'Amounts are whole numbers of minor units beside their currency. Unknown is null. Fields are only ever added.',
    },
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas,
    },
    security: [{ bearer: [] }],
    paths,
  }
}

function describe({ path, summary, query, body, answer, status = 200, open }: Operation, schemas: Schemas) {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  const properties = query ? (schemaOf(query, 'input', schemas).properties ?? {}) : {}
  const inQuery = Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', schema }))
  const parameters = [...inPath, ...inQuery]
  return {
    summary,
    ...(open ? { security: [] } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { required: true, content: json(schemaOf(body, 'input', schemas)) } } : {}),
    responses: {
      [status]: {
        description: 'As asked',
        content: answer ? json(schemaOf(answer, 'output', schemas)) : { '*/*': {} },
      },
      default: {
        description: 'Any failure, by its code',
        content: json({ $ref: '#/components/schemas/Error' }),
      },
    },
  }
}

function json(schema: unknown) {
  return { 'application/json': { schema } }
}

/** Adds what it refers to by name to `schemas`. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output', schemas: Schemas) {
  const made = z.toJSONSchema(schema, { io, unrepresentable: 'any', metadata: named })
  const {
    $schema: _,
    $defs,
    ...rest
  }: typeof made = JSON.parse(JSON.stringify(made).replaceAll('"#/$defs/', '"#/components/schemas/'))
  for (const [name, definition] of Object.entries($defs ?? {})) {
    const { id: _id, ...described } = definition
    schemas[name] = described
  }
  return rest
}
