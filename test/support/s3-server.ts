import { createHash, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { awsEvent, cephEvent, type S3Event } from './s3-events.ts'
import { S3Refusal, verifySignature } from './sigv4.ts'

/** What the server does to one request instead of answering it properly. */
export type S3Fault =
  | { status: 403 | 429 | 500 | 503; code?: string }
  | 'reset'
  | 'silence'
  /** Half of the object, then nothing more. */
  | 'half-body'

export interface S3ServerOptions {
  bucket?: string
  /** Where ObjectCreated:Put goes: to a function, or to a webhook as a POST, with user and password of its URL. */
  notify?: ((event: S3Event) => void | Promise<void>) | string
  dialect?: 'aws' | 'ceph'
  /** How often each notification is delivered: 0 loses it, 2 duplicates it. */
  copies?: () => number
}

export interface S3Server {
  endpoint: string
  bucket: string
  region: string
  credentials: { accessKeyId: string; secretAccessKey: string }
  objects: ReadonlyMap<string, { body: Buffer; contentType: string }>
  /** Every request that arrived, refused ones included. */
  requests: { method: string; key: string; status: number | null }[]
  /** The next requests of this method meet these faults, one each. */
  failNext(method: 'PUT' | 'GET' | 'HEAD' | 'DELETE', ...faults: S3Fault[]): void
  /** Resolves when every notification so far was delivered. */
  settled(): Promise<void>
  close(): Promise<void>
}

const maxBodyBytes = 64 * 1024 * 1024

/**
 * A strict stand-in for S3 on the loopback interface, path style, one bucket, written from the S3 API
 * reference. It accepts nothing that S3 or Ceph would refuse: signatures, lifetimes, payload hashes,
 * checksums, lengths and conditions are verified.
 */
export async function startS3Server(options: S3ServerOptions = {}): Promise<S3Server> {
  const { bucket = 'expensa-receipts', notify, dialect = 'aws', copies = () => 1 } = options
  const region = 'eu-central-1'
  const credentials = { accessKeyId: 'AKIASTANDIN', secretAccessKey: 'stand-in-secret' }
  const objects = new Map<string, { body: Buffer; contentType: string }>()
  const requests: S3Server['requests'] = []
  const faults: { method: string; fault: S3Fault }[] = []
  const deliveries: Promise<void>[] = []

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = request.url ?? '/'
    const method = request.method ?? 'GET'
    const [, bucketName = '', ...rest] = decodeURIComponent(target.split('?')[0] ?? '').split('/')
    const key = rest.join('/')
    const seen: S3Server['requests'][number] = { method, key, status: null }
    requests.push(seen)
    response.on('finish', () => {
      seen.status = response.statusCode
    })

    const index = faults.findIndex((entry) => entry.method === method)
    const fault = index < 0 ? undefined : faults.splice(index, 1)[0]?.fault
    if (fault === 'silence') return
    if (fault === 'reset') return void request.socket.destroy()
    if (typeof fault === 'object') {
      throw new S3Refusal(fault.status, fault.code ?? 'InternalError', 'The server was told to fail.')
    }

    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    )
    const payloadHash = verifySignature({ method, target, headers }, { ...credentials, region }, new Date())
    if (bucketName !== bucket) throw new S3Refusal(404, 'NoSuchBucket', 'There is no such bucket.')
    if (method === 'PUT') return put(request, response, key, payloadHash)

    const found = objects.get(key)
    if (method === 'DELETE') {
      objects.delete(key)
      return void response.writeHead(204).end()
    }
    if (!found) throw new S3Refusal(404, 'NoSuchKey', 'The specified key does not exist.')
    response.writeHead(200, {
      'content-type': found.contentType,
      'content-length': found.body.length,
      etag: `"${md5(found.body)}"`,
    })
    if (fault === 'half-body') response.write(found.body.subarray(0, found.body.length >> 1))
    else response.end(method === 'HEAD' ? undefined : found.body)
  }

  async function put(request: IncomingMessage, response: ServerResponse, key: string, payloadHash: string) {
    const announced = request.headers['content-length']
    if (announced === undefined) {
      throw new S3Refusal(411, 'MissingContentLength', 'You must provide the Content-Length HTTP header.')
    }
    if (Number(announced) > maxBodyBytes) throw new S3Refusal(400, 'EntityTooLarge', 'Too large.')
    if (refusesOverwriting(request, key)) throw preconditionFailed()
    const body = await readBody(request)
    if (body.length !== Number(announced)) throw new S3Refusal(400, 'IncompleteBody', 'The body is cut off.')
    const digest = createHash('sha256').update(body).digest()
    if (payloadHash !== 'UNSIGNED-PAYLOAD' && payloadHash !== digest.toString('hex')) {
      throw new S3Refusal(
        400,
        'XAmzContentSHA256Mismatch',
        'The payload has another SHA-256 than was signed.',
      )
    }
    const checksum = request.headers['x-amz-checksum-sha256']
    if (checksum !== undefined && checksum !== digest.toString('base64')) {
      throw new S3Refusal(400, 'BadDigest', 'The SHA256 you specified did not match the calculated checksum.')
    }
    if (refusesOverwriting(request, key)) throw preconditionFailed()
    objects.set(key, { body, contentType: request.headers['content-type'] ?? 'binary/octet-stream' })
    response.writeHead(200, { etag: `"${md5(body)}"` }).end()

    const describe = dialect === 'aws' ? awsEvent : cephEvent
    const event = describe({ bucket, key, sizeBytes: body.length, eTag: md5(body) })
    for (let copy = copies(); copy > 0; copy--) deliveries.push(deliver(event))
  }

  function refusesOverwriting(request: IncomingMessage, key: string): boolean {
    return request.headers['if-none-match'] === '*' && objects.has(key)
  }

  async function deliver(event: S3Event): Promise<void> {
    if (typeof notify === 'function') return notify(event)
    if (notify === undefined) return
    const { username, password, origin, pathname } = new URL(notify)
    const authorization = username === '' ? {} : { authorization: `Basic ${btoa(`${username}:${password}`)}` }
    const post = () =>
      fetch(origin + pathname, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...authorization },
        body: JSON.stringify(event),
      }).then(
        (answer) => answer.ok,
        () => false,
      )
    // At least once: a webhook that is down gets the notification when it is back.
    while (!(await post()) && server.listening) await sleep(100)
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      const refusal = error instanceof S3Refusal ? error : new S3Refusal(500, 'InternalError', String(error))
      request.resume()
      if (response.headersSent) return void response.destroy()
      response.writeHead(refusal.status, { 'content-type': 'application/xml' })
      if (request.method === 'HEAD') return void response.end()
      response.end(
        `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${refusal.code}</Code>` +
          `<Message>${refusal.message}</Message><RequestId>${randomUUID()}</RequestId></Error>`,
      )
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  return {
    endpoint: `http://127.0.0.1:${port}`,
    bucket,
    region,
    credentials,
    objects,
    requests,
    failNext(method, ...added) {
      faults.push(...added.map((fault) => ({ method, fault })))
    },
    async settled() {
      await Promise.all(deliveries)
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  return Buffer.concat(parts)
}

function preconditionFailed(): S3Refusal {
  return new S3Refusal(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified failed')
}

function md5(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex')
}
