import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** What of an HTTP request the signature covers; header names in lower case. */
export interface SignedRequest {
  method: string
  /** Path and query as they stand in the request line. */
  target: string
  headers: Record<string, string>
}

export interface SigningKey {
  accessKeyId: string
  secretAccessKey: string
  region: string
}

/** A refusal in the words of S3: HTTP status, error code, message. */
export class S3Refusal extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/**
 * Verifies AWS Signature Version 4 in the header or in the query, after "Authenticating Requests (AWS
 * Signature Version 4)" in the S3 API reference. Returns the payload hash that was signed; throws S3Refusal.
 */
export function verifySignature(request: SignedRequest, key: SigningKey, now: Date): string {
  const [path = '', query = ''] = request.target.split('?', 2)
  const parameters = query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => part.split('=', 2).map((text) => decodeURIComponent(text)))
    .map(([name = '', value = '']) => [name, value] as const)
  const inQuery = new Map(parameters)
  const claim = inQuery.has('X-Amz-Signature') ? claimInQuery(inQuery) : claimInHeader(request.headers)

  const [accessKeyId, day, region, service, end] = claim.credential.split('/')
  if (accessKeyId !== key.accessKeyId) {
    throw new S3Refusal(403, 'InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist.')
  }
  if (region !== key.region || service !== 's3' || end !== 'aws4_request' || day !== claim.date.slice(0, 8)) {
    throw new S3Refusal(400, 'AuthorizationHeaderMalformed', 'The credential scope is wrong.')
  }
  checkTime(claim, now)

  const signed = claim.signedHeaders.split(';')
  // S3 refuses unsigned x-amz-* headers; Ceph also an unsigned content type. Strict means both.
  for (const name of Object.keys(request.headers)) {
    const mustBeSigned = name === 'host' || name === 'content-type' || name.startsWith('x-amz-')
    if (mustBeSigned && !signed.includes(name)) {
      throw new S3Refusal(403, 'AccessDenied', `There were headers present which were not signed: ${name}`)
    }
  }
  const canonicalQuery = parameters
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&')
  const canonicalHeaders = signed.map(
    (name) => `${name}:${(request.headers[name] ?? '').trim().replaceAll(/ +/g, ' ')}\n`,
  )
  const canonicalRequest = [
    request.method,
    path.split('/').map(decodeURIComponent).map(encode).join('/'),
    canonicalQuery,
    canonicalHeaders.join(''),
    claim.signedHeaders,
    claim.payloadHash,
  ].join('\n')
  const scope = `${day}/${region}/${service}/${end}`
  const toSign = ['AWS4-HMAC-SHA256', claim.date, scope, sha256(canonicalRequest).toString('hex')].join('\n')
  const signingKey = [day, region, service, end].reduce<Buffer>(
    (secret, part) => hmac(secret, part ?? ''),
    Buffer.from(`AWS4${key.secretAccessKey}`),
  )
  const expected = hmac(signingKey, toSign)
  const given = Buffer.from(claim.signature, 'hex')
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new S3Refusal(403, 'SignatureDoesNotMatch', 'The signature does not match the request.')
  }
  return claim.payloadHash
}

interface Claim {
  credential: string
  /** `YYYYMMDDTHHMMSSZ` */
  date: string
  signedHeaders: string
  signature: string
  payloadHash: string
  /** Seconds; null for a signature in the header, which lives for fifteen minutes. */
  expiresIn: number | null
}

function claimInQuery(query: Map<string, string>): Claim {
  const expiresIn = Number(query.get('X-Amz-Expires'))
  const wellFormed =
    query.get('X-Amz-Algorithm') === 'AWS4-HMAC-SHA256' && expiresIn >= 1 && expiresIn <= 604_800
  if (!wellFormed) {
    throw new S3Refusal(400, 'AuthorizationQueryParametersError', 'Algorithm or lifetime is wrong.')
  }
  return {
    credential: query.get('X-Amz-Credential') ?? '',
    date: query.get('X-Amz-Date') ?? '',
    signedHeaders: query.get('X-Amz-SignedHeaders') ?? '',
    signature: query.get('X-Amz-Signature') ?? '',
    payloadHash: query.get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD',
    expiresIn,
  }
}

function claimInHeader(headers: Record<string, string>): Claim {
  const match = /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]+)$/.exec(
    headers.authorization ?? '',
  )
  if (!match) throw new S3Refusal(403, 'AccessDenied', 'Access Denied')
  return {
    credential: match[1] ?? '',
    date: headers['x-amz-date'] ?? '',
    signedHeaders: match[2] ?? '',
    signature: match[3] ?? '',
    payloadHash: headers['x-amz-content-sha256'] ?? '',
    expiresIn: null,
  }
}

function checkTime(claim: Claim, now: Date): void {
  const iso = claim.date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z')
  const ageSeconds = (now.getTime() - Date.parse(iso)) / 1000
  const quarterOfAnHour = 900
  if (claim.expiresIn !== null && ageSeconds > claim.expiresIn) {
    throw new S3Refusal(403, 'AccessDenied', 'Request has expired')
  }
  const skewed =
    claim.expiresIn === null ? Math.abs(ageSeconds) > quarterOfAnHour : ageSeconds < -quarterOfAnHour
  if (skewed || Number.isNaN(ageSeconds)) {
    throw new S3Refusal(403, 'RequestTimeTooSkewed', 'The difference between the clocks is too large.')
  }
}

function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
