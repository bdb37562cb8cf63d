import { createS3ObjectStore } from '../adapters/s3-object-store.ts'
import { type Config, settings, unset } from '../config.ts'
import { ExpensaError } from '../core/errors.ts'
import { newId } from '../core/ids.ts'
import type { ObjectStore } from '../core/object-store.ts'
import { objectKeyOf } from '../core/receipt.ts'
import type { Log } from './log.ts'

/** The bucket of the settings. Loads the AWS SDK: import this file only where there is a bucket. */
export function connectBucket(config: Config): { bucket: string; objects: ObjectStore } {
  const bucket = config.s3Bucket
  if (bucket === undefined) throw unset('s3Bucket')
  const objects = createS3ObjectStore({
    bucket,
    region: config.awsRegion,
    forcePathStyle: config.s3PathStyle,
    ...(config.s3Endpoint === undefined ? {} : { endpoint: config.s3Endpoint }),
    ...(config.s3PublicEndpoint === undefined ? {} : { publicEndpoint: config.s3PublicEndpoint }),
  })
  return { bucket, objects }
}

/**
 * Asks the bucket for something that is not there, to find wrong settings before users do. A bucket that
 * does not answer may do so later: that is logged. Throws `invalid_config` when it refuses.
 */
export async function checkBucket(objects: ObjectStore, log: Log): Promise<void> {
  try {
    // A GET: answers to a HEAD do not say what is wrong.
    await objects.getObject(objectKeyOf(newId(), newId()))
  } catch (error) {
    if (error instanceof ExpensaError && error.code === 'object_missing') return
    if (!(error instanceof ExpensaError) || error.code !== 'invalid_config') {
      log('warn', 'the bucket does not answer yet', { error })
      return
    }
    const { s3Bucket, s3Endpoint, awsRegion } = settings
    throw new ExpensaError('invalid_config', error.message, {
      hint: `${error.hint ?? ''} The settings: ${s3Bucket.env}, ${s3Endpoint.env}, ${awsRegion.env}, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY.`,
      cause: error,
    })
  }
}
