import { createS3ObjectStore } from '../adapters/s3-object-store.ts'
import { type Config, unset } from '../config.ts'
import type { ObjectStore } from '../core/object-store.ts'

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
