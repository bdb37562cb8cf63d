import { createHmac, timingSafeEqual } from 'node:crypto'
import * as z from 'zod'
import { ExpensaError } from './errors.ts'
import type { UploadRequest } from './object-store.ts'
import { contentTypes, maxReceiptBytes } from './receipt.ts'

const parametersSchema = z.object({
  type: z.enum(contentTypes),
  bytes: z.coerce.number().int().positive().max(maxReceiptBytes),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Milliseconds since 1970. */
  expires: z.coerce.number().int().positive(),
  signature: z.string(),
})

/** A URL under `baseUrl` that allows one thing until `expiresAt`: to PUT exactly these bytes under this key. */
export function signUploadUrl(
  secret: Uint8Array,
  baseUrl: string,
  request: UploadRequest,
  expiresAt: Date,
): string {
  const query = new URLSearchParams({
    type: request.contentType,
    bytes: String(request.sizeBytes),
    sha256: request.sha256,
    expires: String(expiresAt.getTime()),
    signature: signatureOf(secret, request, expiresAt.getTime()).toString('hex'),
  })
  return `${baseUrl}/${request.key}?${query}`
}

/**
 * What the URL of a PUT allows. Throws `forbidden` when nobody signed that, when it is too late, or when the
 * request's headers announce something else than was signed.
 */
export function verifyUploadUrl(
  secret: Uint8Array,
  baseUrl: string,
  request: { url: string; headers: Headers },
  now: Date,
): UploadRequest {
  const url = new URL(request.url)
  const base = `${new URL(baseUrl).pathname}/`
  const parameters = parametersSchema.safeParse(Object.fromEntries(url.searchParams))
  if (!url.pathname.startsWith(base) || !parameters.success) {
    throw new ExpensaError('forbidden', 'This is not a signed upload URL.')
  }
  const { type, bytes, sha256, expires, signature } = parameters.data
  const upload = { key: url.pathname.slice(base.length), contentType: type, sizeBytes: bytes, sha256 }

  const expected = signatureOf(secret, upload, expires)
  const given = Buffer.from(signature, 'hex')
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new ExpensaError('forbidden', 'The signature of this upload URL does not fit.')
  }
  if (now.getTime() > expires) throw new ExpensaError('forbidden', 'This upload URL has expired.')
  if (request.headers.get('content-type') !== type) {
    throw new ExpensaError('forbidden', `This upload URL is for ${type}.`)
  }
  const length = request.headers.get('content-length')
  if (length !== null && length !== String(bytes)) {
    throw new ExpensaError('forbidden', `This upload URL is for exactly ${bytes} bytes.`)
  }
  return upload
}

function signatureOf(secret: Uint8Array, request: UploadRequest, expires: number): Buffer {
  const signed = ['PUT', request.key, request.contentType, request.sizeBytes, request.sha256, expires]
  return createHmac('sha256', secret).update(signed.join('\n')).digest()
}
