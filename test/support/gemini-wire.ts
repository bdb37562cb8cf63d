import { Buffer } from 'node:buffer'
import sharp from 'sharp'

/** The parts of a `generateContent` request that tests look at. */
export interface GenerateBody {
  contents: { role?: string; parts: WirePart[] }[]
  systemInstruction?: { role?: string; parts: WirePart[] }
  generationConfig?: {
    responseMimeType?: string
    responseSchema?: Record<string, unknown>
    maxOutputTokens?: number
    thinkingConfig?: { thinkingLevel?: string }
  }
}

interface WirePart {
  text?: string
  inlineData?: { mimeType: string; data: string }
}

export type Checked =
  | { problem: string }
  | { body: GenerateBody; pages: { mimeType: string; bytes: Buffer }[] }

// The fields of the v1beta reference that may occur; the service refuses every other name.
const bodyFields = [
  'contents',
  'systemInstruction',
  'generationConfig',
  'safetySettings',
  'tools',
  'toolConfig',
  'cachedContent',
]
const configFields = [
  'stopSequences',
  'responseMimeType',
  'responseSchema',
  'responseJsonSchema',
  'candidateCount',
  'maxOutputTokens',
  'temperature',
  'topP',
  'topK',
  'seed',
  'thinkingConfig',
  'mediaResolution',
]
const schemaFields = [
  'type',
  'format',
  'title',
  'description',
  'nullable',
  'enum',
  'maxItems',
  'minItems',
  'properties',
  'required',
  'propertyOrdering',
  'items',
]
const schemaTypes = ['string', 'number', 'integer', 'boolean', 'array', 'object']
const mimeTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/heic', 'image/heif', 'application/pdf']
/** Refused beyond this sum; measured by others at several hundred, and lower for lists of objects. */
const lengthBudget = 400

type Dictionary = Record<string, unknown>
const isDictionary = (value: unknown): value is Dictionary =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Checks a request the way the service does; the problem is in the service's words. */
export async function checkRequest(json: unknown): Promise<Checked> {
  if (!isDictionary(json))
    return { problem: 'Invalid JSON payload received. Root element must be a message.' }
  const named = unknownName(json, bodyFields, '')
  if (named) return { problem: named }
  const config = json.generationConfig ?? {}
  if (!isDictionary(config)) return { problem: "Invalid value at 'generation_config'" }
  const inConfig = unknownName(config, configFields, 'generation_config')
  if (inConfig) return { problem: inConfig }
  if (config.responseSchema !== undefined) {
    const inSchema = schemaProblem(config.responseSchema, 'generation_config.response_schema')
    if (inSchema) return { problem: inSchema }
    if (lengthSum(config.responseSchema) > lengthBudget)
      return { problem: 'Request contains an invalid argument.' }
  }

  const body = json as unknown as GenerateBody
  if (!Array.isArray(body.contents) || body.contents.length === 0)
    return { problem: 'contents is not specified' }
  const parts = body.contents.flatMap((content) => content.parts ?? [])
  if (parts.length === 0) return { problem: 'contents.parts must not be empty.' }
  const pages: { mimeType: string; bytes: Buffer }[] = []
  for (const part of parts) {
    const inPart = unknownName(
      part as Dictionary,
      ['text', 'inlineData', 'mediaResolution'],
      'contents[0].parts',
    )
    if (inPart) return { problem: inPart }
    if (!part.inlineData) continue
    const { mimeType, data } = part.inlineData
    if (!mimeTypes.includes(mimeType)) return { problem: `Unsupported MIME type: ${mimeType}` }
    if (typeof data !== 'string' || !/^[A-Za-z0-9+/]+={0,2}$/.test(data)) {
      return {
        problem:
          "Invalid value at 'contents[0].parts[0].inline_data.data' (TYPE_BYTES), Base64 decoding failed",
      }
    }
    const bytes = Buffer.from(data, 'base64')
    const unreadable = await pageProblem(mimeType, bytes)
    if (unreadable) return { problem: unreadable }
    pages.push({ mimeType, bytes })
  }
  return { body, pages }
}

async function pageProblem(mimeType: string, bytes: Buffer): Promise<string | null> {
  if (mimeType === 'application/pdf') {
    return bytes.subarray(0, 1024).includes('%PDF-') ? null : 'The document has no pages.'
  }
  if (mimeType.startsWith('image/hei')) return bytes.subarray(4, 8).toString() === 'ftyp' ? null : badImage
  try {
    const { format } = await sharp(bytes).metadata()
    return mimeType === `image/${format}` ? null : badImage
  } catch {
    return badImage
  }
}

const badImage =
  'Unable to process input image. Please retry or report in https://developers.generativeai.google/guide/troubleshooting'

function unknownName(value: Dictionary, known: readonly string[], where: string): string | null {
  const name = Object.keys(value).find((key) => !known.includes(key))
  return name === undefined
    ? null
    : `Invalid JSON payload received. Unknown name "${name}"${where ? ` at '${where}'` : ''}: Cannot find field.`
}

function schemaProblem(schema: unknown, where: string): string | null {
  if (!isDictionary(schema)) return `Invalid value at '${where}'`
  const named = unknownName(schema, schemaFields, where)
  if (named) return named
  if (typeof schema.type !== 'string' || !schemaTypes.includes(schema.type.toLowerCase())) {
    return `Invalid value at '${where}.type' (type.googleapis.com/google.ai.generativelanguage.v1beta.Type), ${JSON.stringify(schema.type)}`
  }
  if (schema.type === 'array' && schema.items === undefined) return `${where}.items: missing field.`
  if (schema.type === 'object') {
    const properties = schema.properties
    if (!isDictionary(properties) || Object.keys(properties).length === 0) {
      return `${where}.properties: should be non-empty for OBJECT type`
    }
    const missing = [schema.required, schema.propertyOrdering]
      .flatMap((names) => (Array.isArray(names) ? names : []))
      .find((name) => typeof name !== 'string' || !(name in properties))
    if (missing !== undefined) return `${where}.required[0]: property is not defined`
    for (const [name, value] of Object.entries(properties)) {
      const inside = schemaProblem(value, `${where}.properties[${name}].value`)
      if (inside) return inside
    }
  }
  return schema.items === undefined ? null : schemaProblem(schema.items, `${where}.items`)
}

function lengthSum(schema: unknown): number {
  if (!isDictionary(schema)) return 0
  const own = Number(schema.maxItems ?? 0)
  const inside = [schema.items, ...Object.values(isDictionary(schema.properties) ? schema.properties : {})]
  return own + inside.reduce<number>((sum, value) => sum + lengthSum(value), 0)
}
