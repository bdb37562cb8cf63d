import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { createS3ObjectStore } from '../../src/adapters/s3-object-store.ts'
import { readS3Event } from '../../src/core/s3-event.ts'
import { putObject } from '../../src/http/upload-object.ts'
import { newKey, requestFor } from '../contract/object-store.ts'
import { createRealBucket, realS3Endpoint } from '../support/real-s3.ts'
import { awsEvent, cephEvent, sqsEvent } from '../support/s3-events.ts'
import { subscribeBucket } from '../support/subscribe-bucket.ts'

const key = 'receipts/0190f3a1-0000-7000-8000-000000000001/0190f3a1-0000-7000-8000-00000000000a'

/** The example of "Event message structure" in the S3 user guide, with a key of ours. */
const documented = (objectKey: string, changes: Record<string, unknown> = {}) => ({
  Records: [
    {
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      awsRegion: 'us-west-2',
      eventTime: '1970-01-01T00:00:00.000Z',
      eventName: 'ObjectCreated:Put',
      userIdentity: { principalId: 'AIDAJDPLRKLG7UEXAMPLE' },
      requestParameters: { sourceIPAddress: '172.16.0.1' },
      responseElements: {
        'x-amz-request-id': 'C3D13FE58DE4C810',
        'x-amz-id-2': 'FMyUVURIY8/IgAtTv8xRjskZQpcIZ9KG4V5Wp6S7S/JRWeUWerMUE5JgHvANOjpD',
      },
      s3: {
        s3SchemaVersion: '1.0',
        configurationId: 'testConfigRule',
        bucket: {
          name: 'amzn-s3-demo-bucket',
          ownerIdentity: { principalId: 'A3NL1KOZZKExample' },
          arn: 'arn:aws:s3:::amzn-s3-demo-bucket',
        },
        object: {
          key: objectKey,
          size: 1024,
          eTag: 'd41d8cd98f00b204e9800998ecf8427e',
          versionId: '096fKKXTRTtl3on89fVO.nfljtsv6qko',
          sequencer: '0055AED6DCD90281E5',
        },
      },
      ...changes,
    },
  ],
})

const arrival = {
  bucket: 'amzn-s3-demo-bucket',
  key,
  versionId: '096fKKXTRTtl3on89fVO.nfljtsv6qko',
  sizeBytes: 1024,
}

/** As MinIO posts it to a webhook. */
const minio = {
  EventName: 's3:ObjectCreated:Put',
  Key: `receipts-bucket/${key}`,
  Records: [
    {
      eventVersion: '2.0',
      eventSource: 'minio:s3',
      awsRegion: '',
      eventTime: '2026-05-01T10:00:00.000Z',
      eventName: 's3:ObjectCreated:Put',
      userIdentity: { principalId: 'minio' },
      requestParameters: { principalId: 'minio', region: '', sourceIPAddress: '172.17.0.1' },
      responseElements: {
        'x-minio-deployment-id': '90c0',
        'x-minio-origin-endpoint': 'http://172.17.0.2:9000',
      },
      s3: {
        s3SchemaVersion: '1.0',
        configurationId: 'Config',
        bucket: {
          name: 'receipts-bucket',
          ownerIdentity: { principalId: 'minio' },
          arn: 'arn:aws:s3:::receipts-bucket',
        },
        object: {
          key: encodeURIComponent(key),
          size: 2048,
          eTag: 'b1946ac92492d2347c6235b4d2611184',
          contentType: 'image/jpeg',
          userMetadata: { 'content-type': 'image/jpeg' },
          sequencer: '178B0E3F6D3C0D5A',
        },
      },
      source: { host: '172.17.0.1', port: '', userAgent: 'MinIO' },
    },
  ],
}

describe('reading the events of object stores', () => {
  it('reads the documented event', () => {
    expect(readS3Event(documented(key))).toEqual([
      { messageId: null, objects: [arrival], ignored: [], problem: null },
    ])
  })

  it.each(['2.0', '2.2', '2.5', '2.17'])('reads event version %s', (eventVersion) => {
    expect(readS3Event(documented(key, { eventVersion }))[0]?.objects).toEqual([arrival])
  })

  it('decodes form-encoded keys of S3', () => {
    const encoded = key.replaceAll('/', '%2F').replaceAll('-', '%2D')
    expect(readS3Event(documented(encoded))[0]?.objects).toEqual([arrival])
  })

  it('reads the events of Ceph, whose keys are not encoded and whose version ids may be empty', () => {
    const event = cephEvent({ bucket: 'b', key, sizeBytes: 5, eTag: 'x' })
    expect(readS3Event(event)[0]?.objects).toEqual([{ bucket: 'b', key, versionId: null, sizeBytes: 5 }])
  })

  it('reads the events of MinIO', () => {
    expect(readS3Event(minio)[0]?.objects).toEqual([
      { bucket: 'receipts-bucket', key, versionId: null, sizeBytes: 2048 },
    ])
  })

  it('reads queue messages one by one, each with its id', () => {
    const keys = [newKey(), newKey()]
    const event = sqsEvent(keys.map((each) => awsEvent({ bucket: 'b', key: each, sizeBytes: 1, eTag: 'x' })))
    const messages = readS3Event(event)
    expect(messages.map((message) => message.objects.map((object) => object.key))).toEqual(
      keys.map((k) => [k]),
    )
    expect(messages.map((message) => message.messageId)).toEqual(event.Records.map((r) => r.messageId))
  })

  it('reads several arrivals of one event', () => {
    const both = { Records: [...documented(key).Records, ...cephEvent({ ...arrival, eTag: 'x' }).Records] }
    expect(readS3Event(both)[0]?.objects).toEqual([arrival, arrival])
  })

  it('takes the test event for what it is', () => {
    const test = {
      Service: 'Amazon S3',
      Event: 's3:TestEvent',
      Time: '2014-10-13T15:57:02.089Z',
      Bucket: 'amzn-s3-demo-bucket',
      RequestId: '5582815E1AEA5ADF',
      HostId: '8cLeGAmw098X5cv4Zkwcmo8vvZa3eH3eKxsPzbB9wrR+YstdA6Knx4Ip8EXAMPLE',
    }
    const understood = { objects: [], problem: null, ignored: ['s3:TestEvent of amzn-s3-demo-bucket'] }
    expect(readS3Event(test)).toMatchObject([understood])
    expect(readS3Event(sqsEvent([test]))).toMatchObject([understood])
  })

  it.each([
    ['backups/database.dump', {}],
    ['receipts/', {}],
    ['receipts/../../etc/passwd', {}],
    ['receipts/%zz', {}],
    [key, { eventName: 'ObjectRemoved:Delete' }],
  ])('ignores, and says so, what is no arrival of a receipt: %s %o', (objectKey, changes) => {
    const [message] = readS3Event(documented(objectKey, changes))
    expect(message).toMatchObject({ objects: [], problem: null })
    expect(message?.ignored.length).toBe(1)
  })

  it.each([
    ['nothing', undefined],
    ['text', 'hello'],
    ['an empty object', {}],
    ['no records', { Records: null }],
    ['an event bus envelope', { source: 'aws.s3', 'detail-type': 'Object Created', detail: {} }],
    ['another major version', documented(key, { eventVersion: '3.0' })],
    ['another source', documented(key, { eventSource: 'aws:dynamodb' })],
    ['a record without an object', documented(key, { s3: { bucket: { name: 'b' } } })],
  ])('does not swallow what it cannot understand: %s', (_, payload) => {
    expect(readS3Event(payload)).toMatchObject([{ objects: [], problem: { code: 'invalid_request' } }])
  })

  it('reads the other messages when one is broken', () => {
    const event = sqsEvent([documented(key), { unknown: true }, documented(key)])
    const [, second, third] = event.Records
    if (second) second.body = '{"Records": [{'
    expect(third).toBeDefined()
    expect(readS3Event(event).map((message) => message.problem?.code ?? 'fine')).toEqual([
      'fine',
      'invalid_request',
      'fine',
    ])
  })
})

if (realS3Endpoint !== undefined) {
  it('reads the event that a real server pushes to a webhook', async () => {
    const events: unknown[] = []
    const webhook = createServer(async (request, response) => {
      events.push(JSON.parse(Buffer.concat(await request.toArray()).toString()))
      response.end()
    })
    await new Promise<void>((resolve) => webhook.listen(0, '127.0.0.1', resolve))
    try {
      const address = await createRealBucket()
      await subscribeBucket(address, `http://127.0.0.1:${(webhook.address() as AddressInfo).port}/events`)
      const body = new Uint8Array(randomBytes(1000))
      const request = requestFor(body)
      await putObject(await createS3ObjectStore(address).createUploadTarget(request), body)
      await expect.poll(() => events.length, { timeout: 20_000 }).toBe(1)
      expect(readS3Event(events[0])).toEqual([
        {
          messageId: null,
          objects: [{ bucket: address.bucket, key: request.key, versionId: null, sizeBytes: 1000 }],
          ignored: [],
          problem: null,
        },
      ])
    } finally {
      webhook.close()
    }
  })
}
