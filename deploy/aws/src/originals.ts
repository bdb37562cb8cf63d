import { Aws, Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib'
import { AnyPrincipal, Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  ObjectOwnership,
  StorageClass,
} from 'aws-cdk-lib/aws-s3'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'

export interface Originals {
  bucket: Bucket
  /** What arrived and is to be read. */
  arrivals: Queue
  /** What could not be read in several attempts, and waits for a person. */
  unread: Queue
}

/** The function may take this long for one receipt. */
export const readingTimeout = Duration.minutes(2)

/** The bucket of originals, and the queue that it tells of arrivals. */
export function addOriginals(stack: Stack): Originals {
  // The queue's policy must name the bucket before there is one, so its name is made up of what is known.
  const bucketName = `expensa-receipts-${Aws.ACCOUNT_ID}-${Aws.REGION}`
  const bucketArn = `arn:${Aws.PARTITION}:s3:::${bucketName}`

  const queue = {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  }
  const unread = new Queue(stack, 'Unread', queue)
  const arrivals = new Queue(stack, 'Arrivals', {
    ...queue,
    // A message that is being read must not be given to anybody else; AWS asks for six times the timeout.
    visibilityTimeout: Duration.minutes(readingTimeout.toMinutes() * 6),
    deadLetterQueue: { queue: unread, maxReceiveCount: 5 },
  })
  arrivals.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('s3.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [arrivals.queueArn],
      conditions: {
        ArnEquals: { 'aws:SourceArn': bucketArn },
        StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
      },
    }),
  )

  const bucket = new Bucket(stack, 'Originals', {
    bucketName,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    versioned: true,
    removalPolicy: RemovalPolicy.RETAIN,
    lifecycleRules: [
      { abortIncompleteMultipartUploadAfter: Duration.days(1) },
      { noncurrentVersionExpiration: Duration.days(30), expiredObjectDeleteMarker: true },
      // Small objects stay where they are; S3 does not move what would cost more elsewhere.
      {
        transitions: [{ storageClass: StorageClass.INTELLIGENT_TIERING, transitionAfter: Duration.days(30) }],
      },
    ],
  })
  // A leaked upload URL is of no use later: its signature may be a quarter of an hour old at most.
  bucket.addToResourcePolicy(
    new PolicyStatement({
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ['s3:PutObject'],
      resources: [bucket.arnForObjects('*')],
      conditions: { NumericGreaterThan: { 's3:signatureAge': Duration.minutes(15).toMilliseconds() } },
    }),
  )
  // As a property of the bucket it needs no function of CDK's own that sets it up.
  const plain = bucket.node.defaultChild as CfnBucket
  plain.notificationConfiguration = {
    queueConfigurations: [
      {
        event: 's3:ObjectCreated:*',
        queue: arrivals.queueArn,
        filter: { s3Key: { rules: [{ name: 'prefix', value: 'receipts/' }] } },
      },
    ],
  }
  bucket.node.addDependency(arrivals)
  return { bucket, arrivals, unread }
}
