import * as z from 'zod'
import { ExpensaError } from './errors.ts'
import { parseObjectKey } from './receipt.ts'

/** An object that was stored under the key of a receipt. */
export interface ReceiptObject {
  bucket: string
  key: string
  /** Null where the bucket keeps no versions. */
  versionId: string | null
  sizeBytes: number
}

export interface S3Message {
  /** Of the queue's message that carried the event; null when the store called directly. */
  messageId: string | null
  objects: ReceiptObject[]
  /** What the event also told of but is no receipt's arrival, for the log. */
  ignored: string[]
  /** Set when the message cannot be understood: it belongs in front of a person, not in oblivion. */
  problem: ExpensaError | null
}

/**
 * "Event message structure" of the S3 user guide, 2.x. `aws:s3` and `minio:s3` send the key form-encoded,
 * `ceph:s3` as it is. MinIO puts `s3:` before the event name; Ceph sends empty version ids.
 */
const recordSchema = z.object({
  eventVersion: z.string().regex(/^2\.\d+$/),
  eventSource: z.enum(['aws:s3', 'ceph:s3', 'minio:s3']),
  eventName: z.string(),
  s3: z.object({
    bucket: z.object({ name: z.string().min(1) }),
    object: z.object({
      key: z.string().min(1),
      size: z.number().int().nonnegative().optional(),
      versionId: z.string().optional(),
    }),
  }),
})

const s3EventSchema = z.object({ Records: z.array(recordSchema) })

/** S3 sends this once when notifications are set up. */
const testEventSchema = z.object({ Event: z.literal('s3:TestEvent'), Bucket: z.string() })

const sqsEventSchema = z.object({
  Records: z
    .array(z.object({ eventSource: z.literal('aws:sqs'), messageId: z.string().min(1), body: z.string() }))
    .min(1),
})

/**
 * Reads what a store says about arrivals: its event itself, or queue messages that carry such events. One
 * unreadable queue message does not hold up the others; an unreadable direct event has only itself.
 */
export function readS3Event(payload: unknown): S3Message[] {
  const queued = sqsEventSchema.safeParse(payload)
  if (!queued.success) return [readMessage(null, payload)]
  return queued.data.Records.map((message) => {
    let body: unknown
    try {
      body = JSON.parse(message.body)
    } catch {
      return { ...nothing, messageId: message.messageId, problem: notUnderstood('its body is not JSON') }
    }
    return readMessage(message.messageId, body)
  })
}

const nothing = { messageId: null, objects: [], ignored: [], problem: null } satisfies S3Message

function readMessage(messageId: string | null, payload: unknown): S3Message {
  const test = testEventSchema.safeParse(payload)
  if (test.success) return { ...nothing, messageId, ignored: [`s3:TestEvent of ${test.data.Bucket}`] }
  const event = s3EventSchema.safeParse(payload)
  if (!event.success) return { ...nothing, messageId, problem: notUnderstood(z.prettifyError(event.error)) }

  const message: S3Message = { messageId, objects: [], ignored: [], problem: null }
  for (const record of event.data.Records) {
    const object = arrivalIn(record)
    if (object) message.objects.push(object)
    else message.ignored.push(`${record.eventName} of ${record.s3.object.key}`)
  }
  return message
}

function arrivalIn(record: z.infer<typeof recordSchema>): ReceiptObject | null {
  const { key: sentKey, size, versionId } = record.s3.object
  if (!/^(s3:)?ObjectCreated:/.test(record.eventName) || size === undefined) return null
  try {
    const key = record.eventSource === 'ceph:s3' ? sentKey : formDecode(sentKey)
    parseObjectKey(key)
    return { bucket: record.s3.bucket.name, key, versionId: versionId || null, sizeBytes: size }
  } catch {
    return null
  }
}

function formDecode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '))
}

function notUnderstood(reason: string): ExpensaError {
  return new ExpensaError('invalid_request', `This is not an event of an object store: ${reason}`, {
    hint: 'Point the notifications for s3:ObjectCreated:* of the receipts bucket, and nothing else, here.',
  })
}
