import { randomUUID } from 'node:crypto'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import type { BucketAddress } from './subscribe-bucket.ts'

/**
 * The endpoint of an S3 server that nobody here wrote; undefined where there is none.
 * `test/support/ceph-gateway.sh up` starts one and prints these settings.
 */
export const realS3Endpoint = process.env.EXPENSA_TEST_S3_ENDPOINT

/** Whether that server says that it compares bodies with `x-amz-checksum-sha256`. */
export const realS3VerifiesSha256 = process.env.EXPENSA_TEST_S3_VERIFIES_SHA256 === 'true'

/** Makes a bucket of its own on that server. */
export async function createRealBucket(): Promise<BucketAddress & { forcePathStyle: true }> {
  const address = {
    endpoint: realS3Endpoint ?? '',
    // Ceph's name for the region of a gateway that was not told another one.
    region: 'default',
    bucket: `expensa-${randomUUID()}`,
    forcePathStyle: true as const,
    credentials: {
      accessKeyId: process.env.EXPENSA_TEST_S3_ACCESS_KEY_ID ?? '',
      secretAccessKey: process.env.EXPENSA_TEST_S3_SECRET_ACCESS_KEY ?? '',
    },
  }
  const client = new S3Client(address)
  await client.send(new CreateBucketCommand({ Bucket: address.bucket }))
  client.destroy()
  return address
}
