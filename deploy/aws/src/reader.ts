import { Duration, Fn, RemovalPolicy, type Stack } from 'aws-cdk-lib'
import { SubnetType } from 'aws-cdk-lib/aws-ec2'
import type { Repository } from 'aws-cdk-lib/aws-ecr'
import { Rule, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Architecture, DockerImageCode, DockerImageFunction, LoggingFormat } from 'aws-cdk-lib/aws-lambda'
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import type { RecordsDatabase } from './database.ts'
import { names } from './names.ts'
import type { Network } from './network.ts'
import { type Originals, readingTimeout } from './originals.ts'

export interface Reader {
  function: DockerImageFunction
  log: LogGroup
  geminiKey: Secret
}

interface ReaderOptions {
  network: Network
  originals: Originals
  database: RecordsDatabase
  geminiTier: string
  geminiKeyVersion: string
  repository: Repository
  digest: string
}

/** The function that reads receipts: called by the queue, and each minute for what had to wait. */
export function addReader(stack: Stack, options: ReaderOptions): Reader {
  const { network, originals, database } = options
  const log = new LogGroup(stack, 'ReaderLog', {
    logGroupName: names.readerLog,
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  })
  // Made with a random value; the guide says how to put the key in its place.
  const geminiKey = new Secret(stack, 'GeminiKey', { description: 'API key of Gemini' })

  const reader = new DockerImageFunction(stack, 'Reader', {
    functionName: names.reader,
    // CloudFormation looks the key up again only when something else of the function changes, too.
    description: `Reads receipts with Gemini (key ${options.geminiKeyVersion})`,
    // CDK tells digests from tags by how they begin.
    code: DockerImageCode.fromEcr(options.repository, {
      tagOrDigest: `sha256:${Fn.select(1, Fn.split(':', options.digest))}`,
    }),
    architecture: Architecture.ARM_64,
    memorySize: 1024,
    timeout: readingTimeout,
    role: readerRole(stack, options, log),
    vpc: network.vpc,
    vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
    ipv6AllowedForDualStack: true,
    securityGroups: [network.reader],
    logGroup: log,
    loggingFormat: LoggingFormat.JSON,
    environment: {
      ...database.environment,
      EXPENSA_S3_BUCKET: originals.bucket.bucketName,
      EXPENSA_GEMINI_TIER: options.geminiTier,
      // Resolved by CloudFormation when it deploys: the template holds a reference only.
      GEMINI_API_KEY: geminiKey.secretValue.unsafeUnwrap(),
      // There is no way out over IPv4.
      NODE_OPTIONS: '--dns-result-order=ipv6first',
    },
  })
  reader.addEventSource(
    new SqsEventSource(originals.arrivals, {
      batchSize: 1,
      reportBatchItemFailures: true,
      // Two receipts at once. Reserved concurrency would push good messages into the dead-letter queue.
      maxConcurrency: 2,
    }),
  )
  new Rule(stack, 'EveryMinute', {
    description: 'Receipts that waited for a quota, and arrivals that nobody told of',
    schedule: Schedule.rate(Duration.minutes(1)),
    targets: [new LambdaFunction(reader, { retryAttempts: 0, maxEventAge: Duration.minutes(1) })],
  })
  return { function: reader, log, geminiKey }
}

function readerRole(stack: Stack, { originals, database }: ReaderOptions, log: LogGroup): Role {
  const role = new Role(stack, 'ReaderRole', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') })
  log.grantWrite(role)
  role.addToPolicy(database.signIn)
  role.addToPolicy(
    new PolicyStatement({
      actions: ['s3:GetObject', 's3:GetObjectVersion'],
      resources: [originals.bucket.arnForObjects('receipts/*')],
    }),
  )
  // Without it S3 answers 403 in place of 404 for an original that is not there. (A condition on the prefix
  // would not do: such a request has none.)
  role.addToPolicy(
    new PolicyStatement({ actions: ['s3:ListBucket'], resources: [originals.bucket.bucketArn] }),
  )
  // Lambda itself needs these to be in a network; none of them can be narrowed to a resource.
  role.addToPolicy(
    new PolicyStatement({
      actions: [
        'ec2:CreateNetworkInterface',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSubnets',
        'ec2:DeleteNetworkInterface',
        'ec2:AssignPrivateIpAddresses',
        'ec2:UnassignPrivateIpAddresses',
      ],
      resources: ['*'],
    }),
  )
  return role
}
