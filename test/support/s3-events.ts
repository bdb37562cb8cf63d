import { createHash, randomBytes, randomUUID } from 'node:crypto'

export interface StoredObject {
  bucket: string
  key: string
  sizeBytes: number
  eTag: string
  versionId?: string
}

export interface S3Event {
  Records: Record<string, unknown>[]
}

/** The notification of S3, after "Event message structure" in the S3 user guide (version 2.5). */
export function awsEvent(object: StoredObject): S3Event {
  const record = {
    eventVersion: '2.5',
    eventSource: 'aws:s3',
    awsRegion: 'eu-central-1',
    eventTime: new Date().toISOString(),
    eventName: 'ObjectCreated:Put',
    userIdentity: { principalId: 'AWS:AROAEXAMPLE:expensa' },
    requestParameters: { sourceIPAddress: '127.0.0.1' },
    responseElements: {
      'x-amz-request-id': randomBytes(8).toString('hex').toUpperCase(),
      'x-amz-id-2': randomBytes(32).toString('base64'),
    },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: 'receipts',
      bucket: {
        name: object.bucket,
        ownerIdentity: { principalId: 'A3NL1KOZZKExample' },
        arn: `arn:aws:s3:::${object.bucket}`,
      },
      object: {
        key: encodeURIComponent(object.key).replaceAll('%2F', '/').replaceAll('%20', '+'),
        size: object.sizeBytes,
        eTag: object.eTag,
        ...(object.versionId === undefined ? {} : { versionId: object.versionId }),
        sequencer: randomBytes(9).toString('hex').toUpperCase(),
      },
    },
  }
  return { Records: [record] }
}

/** The same as version 16 of Ceph's gateway pushes it to a webhook: the key as it is, more fields around it. */
export function cephEvent(object: StoredObject): S3Event {
  const record = {
    eventVersion: '2.2',
    eventSource: 'ceph:s3',
    awsRegion: '',
    eventTime: new Date().toISOString(),
    eventName: 'ObjectCreated:Put',
    userIdentity: { principalId: 'test' },
    requestParameters: { sourceIPAddress: '' },
    responseElements: { 'x-amz-request-id': randomUUID(), 'x-amz-id-2': '1000-default-default' },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: 'receipts',
      bucket: {
        name: object.bucket,
        ownerIdentity: { principalId: 'test' },
        arn: `arn:aws:s3:::${object.bucket}`,
        id: randomUUID(),
      },
      object: {
        key: object.key,
        size: object.sizeBytes,
        eTag: object.eTag,
        versionId: object.versionId ?? '',
        sequencer: randomBytes(8).toString('hex').toUpperCase(),
        metadata: [{ key: 'x-amz-content-sha256', val: 'UNSIGNED-PAYLOAD' }],
        tags: [],
      },
    },
    eventId: `${Date.now()}.${object.eTag}`,
    opaqueData: '',
  }
  return { Records: [record] }
}

/** What a Lambda function receives when the notifications reach it through a queue. */
export function sqsEvent(bodies: unknown[]): { Records: Record<string, unknown>[] } {
  return {
    Records: bodies.map((body) => {
      const text = JSON.stringify(body)
      return {
        messageId: randomUUID(),
        receiptHandle: randomBytes(60).toString('base64'),
        body: text,
        attributes: {
          ApproximateReceiveCount: '1',
          SentTimestamp: String(Date.now()),
          SenderId: 'AIDAEXAMPLE',
          ApproximateFirstReceiveTimestamp: String(Date.now()),
        },
        messageAttributes: {},
        md5OfBody: createHash('md5').update(text).digest('hex'),
        eventSource: 'aws:sqs',
        eventSourceARN: 'arn:aws:sqs:eu-central-1:123456789012:expensa-receipts',
        awsRegion: 'eu-central-1',
      }
    }),
  }
}
