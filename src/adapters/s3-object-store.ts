import type { Readable } from 'node:stream'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { ExpensaError } from '../core/errors.ts'
import type { ObjectStore } from '../core/object-store.ts'
import { maxReceiptBytes, parseObjectKey } from '../core/receipt.ts'

export interface S3ObjectStoreOptions {
  bucket: string
  region: string
  /** Of an S3-compatible server; AWS when absent. */
  endpoint?: string
  /** The endpoint as clients reach it, where that is another address than the backend's, e.g. in Docker. */
  publicEndpoint?: string
  /** `endpoint/bucket/key` instead of `bucket.endpoint/key`: what most servers other than AWS need. */
  forcePathStyle?: boolean
  /** Without them the SDK looks where it always does: environment, shared files, container or instance role. */
  credentials?: { accessKeyId: string; secretAccessKey: string }
  /** How long the server may be silent. */
  timeoutMs?: number
  now?: () => Date
}

/**
 * Five minutes, because the SDK renews the credentials of a role when they have less than that left: a URL
 * signed with them dies with them, whatever its own lifetime says.
 */
const uploadLifetimeSeconds = 300

/** Keeps originals in a bucket of S3 or of a server that speaks its protocol. */
export function createS3ObjectStore(options: S3ObjectStoreOptions): ObjectStore {
  const { bucket, endpoint, publicEndpoint = endpoint, timeoutMs = 30_000, now = () => new Date() } = options
  const client = connect(endpoint)
  const presigner = publicEndpoint === endpoint ? client : connect(publicEndpoint)

  function connect(to: string | undefined): S3Client {
    return new S3Client({
      region: options.region,
      forcePathStyle: options.forcePathStyle ?? false,
      ...(to === undefined ? {} : { endpoint: to }),
      ...(options.credentials === undefined ? {} : { credentials: options.credentials }),
      // Otherwise the SDK signs the CRC32 of an empty body into every upload URL.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: {
        connectionTimeout: Math.min(5_000, timeoutMs),
        requestTimeout: timeoutMs,
        throwOnRequestTimeout: true,
        socketTimeout: timeoutMs,
      },
    })
  }

  /** An object of a receipt: a foreign key must never reach the bucket. */
  function objectAt(key: string): { Bucket: string; Key: string } {
    parseObjectKey(key)
    return { Bucket: bucket, Key: key }
  }

  return {
    async createUploadTarget(request) {
      const checksum = Buffer.from(request.sha256, 'hex').toString('base64')
      const command = new PutObjectCommand({
        ...objectAt(request.key),
        ContentType: request.contentType,
        ContentLength: request.sizeBytes,
        ChecksumAlgorithm: 'SHA256',
        ChecksumSHA256: checksum,
        IfNoneMatch: '*',
      })
      const signedAt = now()
      const url = await getSignedUrl(presigner, command, {
        expiresIn: uploadLifetimeSeconds,
        signingDate: signedAt,
        // Unsigned, a content type could be anything; in the query, some servers do not look at a checksum.
        signableHeaders: new Set(['content-type']),
        unhoistableHeaders: new Set(['x-amz-checksum-sha256', 'x-amz-sdk-checksum-algorithm']),
      }).catch((error: unknown) => {
        throw storeError(error, bucket)
      })
      return {
        url,
        method: 'PUT',
        headers: {
          'content-type': request.contentType,
          'content-length': String(request.sizeBytes),
          'if-none-match': '*',
          'x-amz-checksum-sha256': checksum,
          'x-amz-sdk-checksum-algorithm': 'SHA256',
        },
        expiresAt: new Date(signedAt.getTime() + uploadLifetimeSeconds * 1000),
      }
    },

    async getObject(key) {
      try {
        const answer = await client.send(new GetObjectCommand(objectAt(key)))
        return await readCapped(answer.Body as Readable, key)
      } catch (error) {
        throw storeError(error, bucket)
      }
    },

    async headObject(key) {
      try {
        const answer = await client.send(new HeadObjectCommand(objectAt(key)))
        return { sizeBytes: answer.ContentLength ?? 0 }
      } catch (error) {
        const failure = storeError(error, bucket)
        if (failure.code === 'object_missing') return null
        throw failure
      }
    },

    async deleteObject(key) {
      try {
        await client.send(new DeleteObjectCommand(objectAt(key)))
      } catch (error) {
        throw storeError(error, bucket)
      }
    },

    describeLocation: (key) => `s3://${bucket}/${key}`,
  }
}

async function readCapped(body: Readable, key: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let received = 0
  for await (const part of body as AsyncIterable<Uint8Array>) {
    received += part.length
    if (received > maxReceiptBytes) {
      throw new ExpensaError(
        'file_too_large',
        `The stored original ${key} has over ${maxReceiptBytes} bytes.`,
      )
    }
    parts.push(part)
  }
  return Buffer.concat(parts)
}

/** What the operator has to change, by the error codes of S3 (and of the SDK, where it finds no credentials). */
const misconfigurations: Record<string, string> = {
  NoSuchBucket: 'Check the name of the bucket and its region.',
  PermanentRedirect: 'The bucket is in another region: check the region and the endpoint.',
  AuthorizationHeaderMalformed: 'The bucket is in another region: check the region.',
  InvalidAccessKeyId: 'Check the access key of the object store.',
  SignatureDoesNotMatch: 'Check the secret key of the object store.',
  CredentialsProviderError: 'Give the process a role or an access key for the object store.',
  ExpiredToken: "Renew the process's credentials for the object store.",
  RequestTimeTooSkewed: 'Set the clock of this machine.',
  AccessDenied:
    'Allow s3:PutObject, s3:GetObject and s3:DeleteObject on receipts/* and s3:ListBucket on the bucket ' +
    '(without the latter S3 answers "denied" for what does not exist).',
  Forbidden:
    'Check access key and secret, and allow s3:GetObject on receipts/* and s3:ListBucket on the bucket.',
}

function storeError(error: unknown, bucket: string): ExpensaError {
  if (error instanceof ExpensaError) return error
  const name = error instanceof Error ? error.name : ''
  const reason = error instanceof Error ? error.message : String(error)
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined
  // A HEAD has no body to name the error in: the SDK makes a name of the status.
  const code = status === 403 && misconfigurations[name] === undefined ? 'Forbidden' : name
  if (code === 'NoSuchKey' || code === 'NotFound') {
    return new ExpensaError('object_missing', `There is no such object in the bucket ${bucket}.`, {
      cause: error,
    })
  }
  const hint = misconfigurations[code]
  if (hint !== undefined) {
    return new ExpensaError(
      'invalid_config',
      `The bucket ${bucket} refuses this process: ${reason} (${code})`,
      {
        hint,
        cause: error,
      },
    )
  }
  return new ExpensaError(
    'object_store_unavailable',
    `The bucket ${bucket} cannot be used: ${reason || name}`,
    { cause: error },
  )
}
