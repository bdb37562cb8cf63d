import { PutBucketNotificationConfigurationCommand, S3Client } from '@aws-sdk/client-s3'
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns'

export interface BucketAddress {
  endpoint: string
  region: string
  bucket: string
  credentials: { accessKeyId: string; secretAccessKey: string }
}

/**
 * Has Ceph's gateway POST an event to the webhook for each receipt that is stored in the bucket. User and
 * password in the webhook's URL become Basic authentication.
 */
export async function subscribeBucket(address: BucketAddress, webhookUrl: string): Promise<void> {
  const topics = new SNSClient(address)
  // Ceph takes a password only over TLS, or from a proxy that says that it ended TLS.
  topics.middlewareStack.add(
    (next) => (args) => {
      const { headers } = args.request as { headers: Record<string, string> }
      headers['x-forwarded-proto'] = 'https'
      return next(args)
    },
    { step: 'build' },
  )
  const objects = new S3Client({ ...address, forcePathStyle: true })
  try {
    const topic = await topics.send(
      new CreateTopicCommand({
        Name: `${address.bucket}-created`,
        // Not persistent: Ceph then calls the webhook before it answers the PUT, so no test has to wait.
        Attributes: { 'push-endpoint': webhookUrl },
      }),
    )
    await objects.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket: address.bucket,
        NotificationConfiguration: {
          TopicConfigurations: [{ Id: 'receipts', TopicArn: topic.TopicArn, Events: ['s3:ObjectCreated:*'] }],
        },
      }),
    )
  } finally {
    topics.destroy()
    objects.destroy()
  }
}
