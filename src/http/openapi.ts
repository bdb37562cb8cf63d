import * as z from 'zod'
import * as contract from './contract.ts'
import * as exports from './contract-exports.ts'

interface Operation {
  method: 'get' | 'post' | 'patch' | 'delete'
  /** With `{name}` for what varies. */
  path: string
  summary: string
  query?: z.ZodType
  body?: z.ZodType
  answer: z.ZodType
  status?: number
  /** Set where nobody has to be signed in. */
  open?: true
}

/** Every route of the API; a test compares this with the app. */
const operations: Operation[] = [
  {
    method: 'post',
    path: '/v1/batches',
    summary: 'Begin a batch of uploads',
    body: contract.batchRequest,
    answer: contract.batchResponse,
    status: 201,
  },
  {
    method: 'post',
    path: '/v1/uploads',
    summary: 'Announce files; says for each one whether and where to send it',
    body: contract.uploadRequest,
    answer: contract.uploadResponse,
  },
  {
    method: 'post',
    path: '/v1/uploads/confirm',
    summary: 'Say that files were sent; answers with those that did not arrive',
    body: contract.receiptIdsRequest,
    answer: contract.confirmResponse,
  },
  {
    method: 'post',
    path: '/v1/receipts/lookup',
    summary: 'Find receipts by the SHA-256 of their bytes',
    body: contract.lookupRequest,
    answer: contract.receiptsResponse,
  },
  {
    method: 'post',
    path: '/v1/receipts/status',
    summary: 'Follow receipts to their expenses',
    body: contract.receiptIdsRequest,
    answer: contract.receiptsResponse,
  },
  {
    method: 'get',
    path: '/v1/expenses',
    summary: 'List expenses',
    query: contract.expensesQuery,
    answer: contract.expensesResponse,
  },
  {
    method: 'get',
    path: '/v1/expenses/{id}',
    summary: 'One expense with its items; by id or by the last 4 to 8 characters of one',
    answer: contract.expenseDetail,
  },
  {
    method: 'get',
    path: '/v1/summary',
    summary: 'Totals by month, category or merchant',
    query: contract.summaryQuery,
    answer: contract.summaryResponse,
  },
  {
    method: 'get',
    path: '/v1/exports',
    summary: 'Expenses with their receipts, by id, and in which revision an export had each of them last',
    query: exports.exportQuery,
    answer: exports.exportResponse,
  },
  {
    method: 'post',
    path: '/v1/exports',
    summary: 'Remember what an export has now',
    body: exports.recordExportRequest,
    answer: exports.recordExportResponse,
  },
]

/** The API in OpenAPI 3.1, made from the schemas that check requests and answers. */
export function openApiDocument() {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation) }
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
      schemas: { Error: schemaOf(contract.errorResponse, 'output') },
    },
    security: [{ bearer: [] }],
    paths,
  }
}

function describe({ path, summary, query, body, answer, status = 200, open }: Operation) {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  const properties = query ? (schemaOf(query, 'input').properties ?? {}) : {}
  const inQuery = Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', schema }))
  const parameters = [...inPath, ...inQuery]
  return {
    summary,
    ...(open ? { security: [] } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { required: true, content: json(schemaOf(body, 'input')) } } : {}),
    responses: {
      [status]: { description: 'As asked', content: json(schemaOf(answer, 'output')) },
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

function schemaOf(schema: z.ZodType, io: 'input' | 'output') {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}
